import { Table } from '@mantine/core';
import { type Column, FIGURES } from './column.ts';

/** The lines of a document, inside a drawer. */
export function PlainTable<Row>({
  columns,
  rows,
  keyOf,
  label,
}: {
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  label: string;
}) {
  return (
    <Table aria-label={label} verticalSpacing={6} horizontalSpacing={6} fz="sm">
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
          <Table.Tr key={keyOf(row)}>
            {columns.map(({ head, cell, figures }) => (
              <Table.Td key={head} {...(figures && FIGURES)}>
                {cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
