import { rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import type { Column } from './column.ts';
import { sortOf } from './sorting.ts';

const features = tableFeatures({ rowSortingFeature });

/** The rows as the server has sorted them by what the address asks for. */
export function useSortedRows<Row>(columns: Column<Row>[], rows: Row[], sort: string): Row[] {
  const by = sortOf(sort);
  const isKnown = by !== null && columns.some((column) => column.sort === by.name);
  const table = useTable<typeof features, Row & object>({
    features,
    data: rows as (Row & object)[],
    columns: columns.flatMap((column) =>
      column.sort === undefined ? [] : [{ id: column.sort, accessorFn: () => null }],
    ),
    manualSorting: true,
    state: { sorting: isKnown ? [{ id: by.name, desc: by.isDescending }] : [] },
  });
  return table.getRowModel().rows.map(({ original }) => original);
}
