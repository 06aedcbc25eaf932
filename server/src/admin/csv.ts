import { LIMITS } from '#shared/contract/limits.ts';

/** One record of a CSV text, with the line on which it begins, counted from 1 as an editor does. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

const SEPARATORS = [',', ';', '\t'];

/** No text is longer than this, doubled quotes included; what is, is taken as a raw line. */
const CELL_CHARS = 2 * LIMITS.textChars;

/**
 * Reads CSV (RFC 4180) record by record, so that whoever has read enough stops: quoted cells may hold separators, line
 * ends and doubled quotes. A byte order mark is dropped, and the separator is the one that the first line uses most, since
 * a French Excel writes semicolons. A blank line is a record of empty cells. A record of more than `LIMITS.importColumns`
 * cells is cut there, and is the last.
 */
export function* readCsv(text: string): Generator<CsvRecord> {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const cell = new RegExp(
    `(?:"((?:[^"]|""){0,${CELL_CHARS}})"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)(${separator}|\\r\\n|\\n|\\r|$)`,
    'y',
  );
  let record: CsvRecord = { line: 1, cells: [] };
  let line = 1;
  while (cell.lastIndex < source.length || record.cells.length > 0) {
    const start = cell.lastIndex;
    const match = cell.exec(source);
    // A stray quote: the rest of the line is taken as it stands, for the rows' own rules to refuse.
    const { value, end, next } = match ? readCell(match, cell.lastIndex) : readRaw(source, start);
    cell.lastIndex = next;
    record.cells.push(value.trim());
    line += lineEnds(source.slice(start, next));
    if (end === separator && record.cells.length <= LIMITS.importColumns) continue;
    yield record;
    if (end === separator || next >= source.length) return;
    record = { line, cells: [] };
  }
}

interface Cell {
  value: string;
  end: string;
  next: number;
}

const readCell = (match: RegExpExecArray, next: number): Cell => ({
  value: match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'),
  end: match[3] ?? '',
  next,
});

function readRaw(source: string, start: number): Cell {
  const stop = source.slice(start).search(/\r\n|\n|\r/);
  const next = stop === -1 ? source.length : start + stop + (source.startsWith('\r\n', start + stop) ? 2 : 1);
  return { value: source.slice(start, next), end: '', next };
}

const lineEnds = (text: string): number => (text.match(/\r\n|\n|\r/g) ?? []).length;

function separatorOf(source: string): string {
  const [header = ''] = source.split(/\r\n|\n|\r/, 1);
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
