import { CSV_BEGIN, type CsvCell, csvLine } from '#shared/domain/csv.ts';

/** A column of a file that is made of a list. */
export interface FileColumn<Row> {
  head: string;
  value: (row: Row) => CsvCell;
}

/** The forms in which a list is had. */
export const FILE_FORMS = ['xlsx', 'csv'] as const;
export type FileForm = (typeof FILE_FORMS)[number];

/** Rows as a CSV, page by page: the first part is the heads. */
export const headPart = <Row>(columns: readonly FileColumn<Row>[]): string =>
  CSV_BEGIN + csvLine(columns.map(({ head }) => head));

export const rowsPart = <Row>(columns: readonly FileColumn<Row>[], rows: readonly Row[]): string =>
  rows.map((row) => csvLine(columns.map(({ value }) => value(row)))).join('');

/** What a file may be called: letters and digits of any language. */
export const fileName = (name: string, day: string, ending: string): string =>
  `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${day}.${ending}`;
