import { setImmediate } from 'node:timers/promises';
import { Compile } from 'typebox/compile';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { LineFault } from '#shared/contract/hq/import.ts';
import { normaliseText } from '#shared/domain/text.ts';
import type { Queryable } from '../../store/database.ts';
import type { Read } from './cells.ts';
import type { Column } from './columns.ts';
import type { ImportKind } from './kinds.ts';
import type { TableRow } from './read-table.ts';
import { findReferences, type References, type ReferredKind } from './references.ts';

/** What one or more rows of a file ask to be made, and the line on which it begins. */
export interface Draft {
  line: number;
  value: Record<string, unknown>;
}

/** Rows that are worked on before others have their turn. */
const ROWS_PER_TURN = 250;
/** Of a cell that cannot be read. */
const SHOWN_CHARS = 100;

/** What a file is read with. */
export interface Reading {
  kind: ImportKind;
  database: Queryable;
  /** The day on which it is read. */
  today: string;
}

/** Reads all rows: what they ask for, and every fault of every row by its column. */
export async function draftRows(
  columns: (string | null)[],
  rows: TableRow[],
  { kind, database, today }: Reading,
): Promise<{ drafts: Draft[]; faults: LineFault[] }> {
  const references = await findReferences(database, namedIn(columns, rows, kind));
  const faults: LineFault[] = [];
  const read: Draft[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await setImmediate();
    const { members, faults: found } = readRow(row, columns, kind, references);
    faults.push(...found);
    if (found.length === 0) read.push({ line: row.line, value: kind.draft(members, today) });
  }
  await kind.complete?.(
    database,
    read.map(({ value }) => value),
  );
  return { drafts: await checked(read, kind, faults), faults: faults.sort((a, b) => a.line - b.line) };
}

/** What the API's own schema takes of what was read; rows of one thing become one. */
async function checked(read: Draft[], kind: ImportKind, faults: LineFault[]): Promise<Draft[]> {
  const check = Compile(kind.schema);
  const drafts = new Map<string, Draft>();
  for (const [index, { line, value }] of read.entries()) {
    if (index % ROWS_PER_TURN === 0) await setImmediate();
    if (!check.Check(value)) faults.push(...schemaFaults(line, check.Errors(value)));
    const key = kind.sharedBy ? JSON.stringify(kind.sharedBy.map((member) => value[member] ?? null)) : String(line);
    const first = drafts.get(key);
    if (first) (first.value.lines as unknown[]).push(...(value.lines as unknown[]));
    else drafts.set(key, { line, value });
  }
  return [...drafts.values()];
}

/** Several things in one cell. */
const SEVERAL = /\s*[|;,]\s*/;
const textsIn = (cell: string, many: true | undefined): string[] =>
  (many ? cell.split(SEVERAL).filter(Boolean) : [cell]).map(normaliseText);

/** Everything that the cells of a file name. */
function namedIn(columns: (string | null)[], rows: TableRow[], kind: ImportKind): Map<ReferredKind, Set<string>> {
  const named = new Map<ReferredKind, Set<string>>();
  columns.forEach((name, index) => {
    const refers = name === null ? undefined : kind.columns[name]?.refers;
    if (!refers) return;
    const texts = named.get(refers.kind) ?? new Set();
    for (const { cells } of rows) for (const text of textsIn(cells[index] ?? '', refers.many)) texts.add(text);
    texts.delete('');
    named.set(refers.kind, texts);
  });
  return named;
}

function readRow(row: TableRow, columns: (string | null)[], kind: ImportKind, references: References) {
  const members: Record<string, unknown> = {};
  const faults: LineFault[] = [];
  columns.forEach((name, index) => {
    const column = name === null ? undefined : kind.columns[name];
    if (!column || name === null) return;
    const cell = row.cells[index] ?? '';
    const read = readCell(cell, name, column, references);
    if (read === null) return;
    if (read.ok) members[column.member ?? name] = read.value;
    else {
      const shown = cell === '' ? {} : { cell: cell.slice(0, SHOWN_CHARS) };
      const { fault, reason } = read.error;
      faults.push({ ...{ line: row.line, column: name, fault, ...shown }, reason: `${name} ${reason}` });
    }
  });
  if (row.cells.slice(columns.length).some((cell) => cell !== '')) {
    const reason = `has more than the ${columns.length} columns of the header`;
    faults.push({ line: row.line, fault: 'TOO_WIDE', reason });
  }
  return { members, faults };
}

/** What a cell says; null where it is empty and may be. */
function readCell(
  cell: string,
  name: string,
  column: Column,
  references: References,
): Result<unknown, CellFault> | null {
  if (cell === '') return column.optional ? null : fail({ fault: 'EMPTY', reason: 'is empty' });
  return column.refers ? referredBy(cell, column.refers, references) : unreadable(column.read(cell, name));
}

type CellFault = { fault: LineFault['fault']; reason: string };

const unreadable = (read: Read<unknown>): Result<unknown, CellFault> =>
  read.ok ? read : fail({ fault: 'UNREADABLE', reason: read.error });

function referredBy(
  cell: string,
  { kind, many }: NonNullable<Column['refers']>,
  references: References,
): Result<unknown, CellFault> {
  const ids: (number | string)[] = [];
  for (const text of textsIn(cell, many)) {
    const found = references(kind, text);
    switch (found.kind) {
      case 'one':
        ids.push(found.id);
        break;
      case 'none':
        return fail({ fault: 'NOT_FOUND', reason: `names "${text}", which is not there` });
      case 'several':
        return fail({ fault: 'AMBIGUOUS', reason: `names "${text}", which several are called: write its code` });
    }
  }
  return ok(many ? ids : ids[0]);
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
