import type BetterSqlite3 from 'better-sqlite3';
import type { Sql, SqlValue } from '../../../mobile-pwa/store/sql.ts';

/** What was prepared on a disk outlives the app that asked it first: processes of a run die often. */
const preparedOn = new WeakMap<BetterSqlite3.Database, Map<string, BetterSqlite3.Statement>>();

/** The phone's `Sql` on better-sqlite3, each statement prepared once: a run asks a few of them thousands of times. */
export function phoneDisk(database: BetterSqlite3.Database): Sql {
  const prepared = preparedOn.get(database) ?? new Map<string, BetterSqlite3.Statement>();
  preparedOn.set(database, prepared);
  const statement = (text: string): BetterSqlite3.Statement => {
    const known = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, known);
    return known;
  };
  return {
    exec(text, params) {
      if (params === undefined) database.exec(text);
      else statement(text).run(bound(text, params));
    },
    all: <Row extends object>(text: string, params: SqlValue[] = []) =>
      statement(text).all(bound(text, params)) as Row[],
    transaction: (work) => database.transaction(work).immediate(),
    define: (name, work) => void database.function(name, { directOnly: true }, work),
  };
}

/** better-sqlite3 takes `?1` for a name. */
const bound = (text: string, params: SqlValue[]): unknown =>
  text.includes('?1') ? Object.fromEntries(params.map((value, index) => [index + 1, value])) : params;
