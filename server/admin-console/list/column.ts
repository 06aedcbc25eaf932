import type { ReactNode } from 'react';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand to the right in every language, so that their units stand under each other. */
  figures?: boolean;
  /** By what the server sorts it, as the address has it. */
  sort?: string;
}

/** Of a cell with figures. */
export const FIGURES = { ta: 'right', className: 'tabular' } as const;
