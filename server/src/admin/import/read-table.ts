import Papa from 'papaparse';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';

/** One row of a file, with the line on which it begins, counted from 1 as an editor does. */
export interface TableRow {
  line: number;
  cells: string[];
}

/** What names the columns of a file, and what stands below it. */
export interface Table {
  header: TableRow;
  rows: TableRow[];
}

const SEPARATORS = [';', ',', '\t'];

/**
 * Reads CSV: quoted cells may hold separators, line ends and doubled quotes. The separator is the one that a first line
 * `sep=;` names, else the one that the header uses most. Blank lines and empty columns at the right edge, which
 * spreadsheets leave behind, are no content. The first row that is left names the columns.
 */
export function readTable(text: string): Result<Table, RequestError> {
  const named = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text);
  // The last line end ends a row and begins none.
  const body = (named ? text.slice(named[0].length) : text).replace(/(?:\r\n|\n|\r)$/, '');
  const rows: TableRow[] = [];
  let line = named ? 2 : 1;
  let cursor = 0;
  let broken: number | null = null;
  let read = 0;
  Papa.parse<string[]>(body, {
    delimiter: named?.[1] ?? separatorOf(body),
    step({ data, errors, meta }, parser) {
      read += 1;
      const cells = data.slice(0, LIMITS.importColumns + 1).map((cell) => cell.trim());
      if (errors.length > 0) broken ??= line;
      if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
      line += lineEnds(body.slice(cursor, meta.cursor));
      cursor = meta.cursor;
      if (read > LIMITS.importRows + 1) parser.abort();
    },
  });
  if (broken !== null) {
    return refuse('INVALID_REQUEST', `A quotation mark on line ${broken} opens a text that does not end as it should.`);
  }
  return tableOf(rows, read);
}

/** The rows that hold anything as a table, of so many that were read. Empty columns at the right edge are no content. */
export function tableOf(rows: TableRow[], read: number): Result<Table, RequestError> {
  // The first row names the columns.
  if (read > LIMITS.importRows + 1) {
    return refuse('INVALID_REQUEST', `A file has at most ${LIMITS.importRows} rows: import it in parts.`);
  }
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.findLastIndex((cell) => cell !== '') + 1), 0);
  const [header, ...content] = rows.map((row) => ({ ...row, cells: row.cells.slice(0, width) }));
  return header && content.length > 0
    ? ok({ header, rows: content })
    : refuse('INVALID_REQUEST', 'The file holds no rows below its header.');
}

const lineEnds = (text: string): number => (text.match(/\r\n|\n|\r/g) ?? []).length;

function separatorOf(text: string): string {
  const header = (text.split(/\r\n|\n|\r/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
