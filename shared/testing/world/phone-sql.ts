import type BetterSqlite3 from 'better-sqlite3';
import type { Sql, SqlValue } from '../../../mobile-pwa/store/sql.ts';

/** The phone's `Sql` on better-sqlite3: the production store of a phone, driven in Node. */
export function phoneSql(database: BetterSqlite3.Database): Sql {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  return {
    exec(text, params) {
      if (params === undefined) database.exec(text);
      else database.prepare(text).run(bound(text, params));
    },
    all: <Row extends object>(text: string, params: SqlValue[] = []) =>
      database.prepare(text).all(bound(text, params)) as Row[],
    transaction: (work) => database.transaction(work).immediate(),
  };
}

/** better-sqlite3 takes `?1` for a name. */
const bound = (text: string, params: SqlValue[]): unknown =>
  text.includes('?1') ? Object.fromEntries(params.map((value, index) => [index + 1, value])) : params;
