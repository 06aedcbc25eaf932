import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import type { Column } from './column.ts';
import { compareValues, type SortValue, sortOf } from './sorting.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** The rows in the order that the address asks for. Columns without a value were sorted by the server. */
export function useSortedRows<Row>(columns: Column<Row>[], rows: Row[], sort: string): Row[] {
  const by = sortOf(sort);
  const table = useTable<typeof features, Row & object>({
    features,
    data: rows as (Row & object)[],
    columns: columns.flatMap(({ sort: own }) =>
      own?.value
        ? [
            {
              id: own.name,
              accessorFn: own.value,
              sortFn: (a, b, id) => compareValues(a.getValue<SortValue>(id), b.getValue<SortValue>(id)),
            },
          ]
        : [],
    ),
    state: {
      sorting:
        by && columns.some(({ sort: own }) => own?.value && own.name === by.name)
          ? [{ id: by.name, desc: by.isDescending }]
          : [],
    },
  });
  return table.getRowModel().rows.map(({ original }) => original);
}
