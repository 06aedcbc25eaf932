import { Paper, Table, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './data-table.css';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand to the right in every language, so that their units stand under each other. */
  figures?: boolean;
}

/** Of a cell with figures. */
export const FIGURES = { ta: 'right', className: 'tabular' } as const;

export interface DataTableProps<Row> {
  /** The first one names the row. */
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Given: a row opens something, by its name or anywhere on it. */
  onOpen?: (row: Row) => void;
  /** The key of the row that is open. */
  opened?: string;
  /** What the rows are, for screen readers. */
  label: string;
}

/** Dense rows under a head that stays in sight. */
export function DataTable<Row>({ columns, rows, keyOf, onOpen, opened, label }: DataTableProps<Row>) {
  return (
    <Paper withBorder className="data-table">
      <Table stickyHeader highlightOnHover aria-label={label} verticalSpacing={6} horizontalSpacing="sm" fz="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ head, figures }) => (
              <Table.Th key={head} {...(figures && FIGURES)}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row
              key={keyOf(row)}
              row={row}
              columns={columns}
              opened={opened === keyOf(row)}
              {...(onOpen && { onOpen })}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

interface RowProps<R> {
  row: R;
  columns: Column<R>[];
  opened: boolean;
  onOpen?: (row: R) => void;
}

function Row<R>({ row, columns, opened, onOpen }: RowProps<R>) {
  return (
    <Table.Tr
      data-opened={opened || undefined}
      data-opens={onOpen !== undefined || undefined}
      onClick={(click) => {
        // Buttons in the row have their own meaning.
        if (click.target instanceof Element && !click.target.closest('button, a')) onOpen?.(row);
      }}
    >
      {columns.map(({ head, cell, figures }, index) => (
        <Table.Td key={head} {...(figures && FIGURES)}>
          {index === 0 && onOpen ? <RowName onOpen={() => onOpen(row)}>{cell(row)}</RowName> : cell(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

/** The row's name is what the keyboard reaches. */
function RowName({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  const { t } = useTranslation('hq');
  return (
    <UnstyledButton
      className="row-name"
      onClick={onOpen}
      aria-haspopup="dialog"
      title={typeof children === 'string' ? t('list.open', { name: children }) : undefined}
    >
      {children}
    </UnstyledButton>
  );
}
