import type { Statement } from 'better-sqlite3';
import type { HubDatabase } from './hub-database.ts';

/** Rows of one statement: larger ones gain nothing. */
const ROWS_PER_STATEMENT = 100;

export type Cell = string | number | bigint | Buffer | null;

/**
 * Prepares `INSERT … VALUES (…), (…)` for any number of rows, a hundred rows a statement. `head` is all that stands
 * before VALUES, `tail` all behind (an ON CONFLICT). Call it inside a transaction.
 */
export function insertRows(database: HubDatabase, head: string, columns: number, tail = ''): (rows: Cell[][]) => void {
  const tuple = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  const prepared = new Map<number, Statement>();
  const statementFor = (count: number): Statement => {
    const known = prepared.get(count);
    if (known) return known;
    const tuples = Array.from({ length: count }, () => tuple).join(', ');
    const made = database.prepare(`${head} VALUES ${tuples} ${tail}`);
    prepared.set(count, made);
    return made;
  };
  return (rows) => {
    for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
      const chunk = rows.slice(at, at + ROWS_PER_STATEMENT);
      statementFor(chunk.length).run(...chunk.flat());
    }
  };
}
