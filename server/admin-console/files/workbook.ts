import { XLSX_MEDIA_TYPE } from '#shared/contract/hq/import.ts';
import type { CsvCell } from '#shared/domain/csv.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import type { FileForm } from './list-file.ts';
import { type FileColumn, fileName, headPart, rowsPart } from './list-file.ts';

/** A text is a text whatever it begins with: a workbook says of each cell what it is, and holds no formula. */
const cellOf = (value: CsvCell) =>
  value === null || value === '' ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String };

/** Rows as a workbook of one sheet, its first row bold and in sight while one scrolls. */
export async function workbookOf(heads: readonly string[], rows: readonly (readonly CsvCell[])[]): Promise<Blob> {
  // Loaded where somebody asks for it: it is a fifth of the console.
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  const head = heads.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  return writeXlsxFile([head, ...rows.map((cells) => cells.map(cellOf))], { stickyRowsCount: 1 }).toBlob();
}

/** Gives rows as a file in the form that somebody chose. */
export async function saveRows<Row>(
  { name, day, form }: { name: string; day: string; form: FileForm },
  columns: readonly FileColumn<Row>[],
  rows: readonly Row[],
): Promise<void> {
  const file = fileName(name, day, form);
  if (form === 'csv') return saveFile(file, [headPart(columns), rowsPart(columns, rows)], 'text/csv');
  const heads = columns.map(({ head }) => head);
  const cells = rows.map((row) => columns.map(({ value }) => value(row)));
  saveFile(file, [await workbookOf(heads, cells)], XLSX_MEDIA_TYPE);
}
