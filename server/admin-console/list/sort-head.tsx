import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type Column, FIGURES } from './column.ts';
import { nextSort, sortOf } from './sorting.ts';

interface SortHeadProps<Row> {
  column: Column<Row>;
  sort: string;
  onSort?: (sort: string) => void;
}

/** A column's head; pressed, it sorts by the column. */
export function SortHead<Row>({ column: { head, figures, sort: by }, sort, onSort }: SortHeadProps<Row>) {
  const now = sortOf(sort);
  const isBy = by !== undefined && now?.name === by;
  if (!by || !onSort) return <Table.Th {...(figures && FIGURES)}>{head}</Table.Th>;
  const Arrow = isBy && now.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th
      {...(figures && FIGURES)}
      aria-sort={isBy ? (now.isDescending ? 'descending' : 'ascending') : 'none'}
      data-sorted={isBy || undefined}
    >
      <UnstyledButton className="sort-head" onClick={() => onSort(nextSort(sort, by))}>
        {head}
        <Arrow size={14} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  );
}
