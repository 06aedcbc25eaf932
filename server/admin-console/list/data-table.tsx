import { Paper, Table, UnstyledButton } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, FIGURES } from './column.ts';
import { SortHead } from './sort-head.tsx';
import { useRowsInSight } from './use-rows-in-sight.ts';
import './data-table.css';

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
  /** By what it is sorted, as the address has it. */
  sort?: string;
  onSort?: (sort: string) => void;
}

/** Dense rows under a head that stays in sight. Of many rows only those in sight are drawn. */
export function DataTable<Row>({ columns, rows, sort = '', onSort, ...table }: DataTableProps<Row>) {
  const { frame, inSight, above, below } = useRowsInSight(rows);
  const { keyOf, onOpen, opened, label } = table;
  return (
    <Paper withBorder className="data-table" ref={frame}>
      <Table
        stickyHeader
        highlightOnHover
        aria-label={label}
        aria-rowcount={rows.length + 1}
        verticalSpacing={6}
        horizontalSpacing="sm"
        fz="sm"
        onKeyDown={moveByArrows}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <SortHead key={column.head} column={column} sort={sort} {...(onSort && { onSort })} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Gap height={above} />
          {inSight.map((row) => (
            <Row
              key={keyOf(row)}
              row={row}
              columns={columns}
              opened={opened === keyOf(row)}
              {...(onOpen && { onOpen })}
            />
          ))}
          <Gap height={below} />
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

/** Stands for the rows that are not drawn. */
const Gap = ({ height }: { height: number }) => (height > 0 ? <tr style={{ height }} aria-hidden /> : null);

/** Up and down go from row to row, wherever in a row the focus is. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = event.target instanceof Element ? event.target.closest('tr') : null;
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const name = next?.querySelector<HTMLElement>('.row-name');
  if (!name) return;
  event.preventDefault();
  name.focus();
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
