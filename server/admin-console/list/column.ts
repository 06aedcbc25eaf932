import type { ReactNode } from 'react';
import type { SortValue } from './sorting.ts';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand to the right in every language, so that their units stand under each other. */
  figures?: boolean;
  /** Its name in the address, and by what its rows are compared; without a value the server sorts. */
  sort?: { name: string; value?: (row: Row) => SortValue };
}

/** Of a cell with figures. */
export const FIGURES = { ta: 'right', className: 'tabular' } as const;
