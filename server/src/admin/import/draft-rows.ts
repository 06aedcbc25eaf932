import { setImmediate } from 'node:timers/promises';
import { Compile } from 'typebox/compile';
import type { LineFault } from '#shared/contract/hq/import.ts';
import type { ImportKind } from './kinds.ts';
import type { TableRow } from './read-table.ts';

/** What one or more rows of a file ask to be made, and the line on which it begins. */
export interface Draft {
  line: number;
  value: Record<string, unknown>;
}

/** Rows that are worked on before others have their turn. */
const ROWS_PER_TURN = 250;
/** Of a cell that cannot be read. */
const SHOWN_CHARS = 100;

/** The columns that a header names, or what is wrong with it. */
export function faultsOfHeader({ line, cells }: TableRow, { columns }: ImportKind): LineFault[] {
  const faults: LineFault[] = [];
  const names = cells.map((name) => name.toLowerCase());
  names.forEach((name, index) => {
    if (name === '') faults.push({ line, fault: 'COLUMN_UNNAMED', reason: `column ${index + 1} has no name` });
    else if (!Object.hasOwn(columns, name))
      faults.push({ line, column: name, fault: 'COLUMN_UNKNOWN', reason: `${name} is no column here` });
    else if (names.indexOf(name) !== index)
      faults.push({ line, column: name, fault: 'COLUMN_TWICE', reason: `${name} stands there twice` });
  });
  for (const [name, { optional, instead }] of Object.entries(columns)) {
    if (optional || names.includes(name) || (instead && names.includes(instead))) continue;
    // Of two columns that may stand for each other, the first is asked for.
    if (instead && Object.keys(columns).indexOf(instead) < Object.keys(columns).indexOf(name)) continue;
    faults.push({ line, column: name, fault: 'COLUMN_MISSING', reason: `${name} is missing` });
  }
  return faults;
}

/** Reads all rows: what they ask for, and every fault of every row by its column. */
export async function draftRows(
  header: TableRow,
  rows: TableRow[],
  kind: ImportKind,
): Promise<{ drafts: Draft[]; faults: LineFault[] }> {
  const names = header.cells.map((name) => name.toLowerCase());
  const check = Compile(kind.schema);
  const drafts = new Map<string, Draft>();
  const faults: LineFault[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await setImmediate();
    const read = readRow(row, names, kind);
    faults.push(...read.faults);
    const value = kind.draft(read.members);
    if (read.faults.length === 0 && !check.Check(value)) faults.push(...schemaFaults(row.line, check.Errors(value)));
    const key = kind.sharedBy ? JSON.stringify(kind.sharedBy.map((member) => value[member])) : String(row.line);
    const first = drafts.get(key);
    if (first) (first.value.lines as unknown[]).push(...(value.lines as unknown[]));
    else drafts.set(key, { line: row.line, value });
  }
  return { drafts: [...drafts.values()], faults };
}

function readRow(row: TableRow, names: string[], { columns }: ImportKind) {
  const members: Record<string, unknown> = {};
  const faults: LineFault[] = [];
  names.forEach((name, index) => {
    const column = columns[name];
    const cell = row.cells[index] ?? '';
    if (!column) return;
    if (cell === '') {
      if (!column.optional) faults.push({ line: row.line, column: name, fault: 'EMPTY', reason: `${name} is empty` });
      return;
    }
    const read = column.read(cell, name);
    if (read.ok) members[column.member ?? name] = read.value;
    else
      faults.push({
        line: row.line,
        column: name,
        fault: 'UNREADABLE',
        cell: cell.slice(0, SHOWN_CHARS),
        reason: `${name} ${read.error}`,
      });
  });
  const extra = row.cells.slice(names.length).some((cell) => cell !== '');
  if (extra)
    faults.push({
      line: row.line,
      fault: 'TOO_WIDE',
      reason: `has more than the ${names.length} columns of the header`,
    });
  return { members, faults };
}

/** What is left to the API's own schema: lengths, ranges and signs, in plain words. */
function schemaFaults(line: number, errors: { instancePath: string; keyword: string; params: object }[]): LineFault[] {
  const byColumn = new Map<string, LineFault>();
  for (const { instancePath, keyword, params } of errors) {
    const column = instancePath.split('/').at(-1) ?? '';
    if (byColumn.has(column) || column === '') continue;
    byColumn.set(column, { line, column, fault: 'OUT_OF_RANGE', reason: `${column} ${schemaText(keyword, params)}` });
  }
  return byColumn.size > 0
    ? [...byColumn.values()]
    : [{ line, fault: 'OUT_OF_RANGE', reason: 'is not as it should be' }];
}

function schemaText(keyword: string, params: object): string {
  const { limit } = params as { limit?: unknown };
  switch (keyword) {
    case 'maxLength':
      return `is longer than ${limit} characters`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `is less than ${limit}`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `is more than ${limit}`;
    case 'pattern':
      return 'is not of the form that it should have, or holds signs that cannot be kept';
    default:
      return 'is not what it should be';
  }
}
