import type BetterSqlite3 from 'better-sqlite3';
import { aesGcm } from '#shared/ports/cipher.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { installSealing } from '../../../../mobile-pwa/store/sealing.ts';
import type { Sql, SqlValue } from '../../../../mobile-pwa/store/sql.ts';

const cipher = aesGcm(new Uint8Array(32).fill(7), systemRandom);

/** The phone's `Sql` on better-sqlite3: the production store of a phone, driven in Node. It seals under one known key until a `Phone` says otherwise. */
export function phoneSql(database: BetterSqlite3.Database): Sql {
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const sql: Sql = {
    exec(text, params) {
      if (params === undefined) database.exec(text);
      else database.prepare(text).run(bound(text, params));
    },
    all: <Row extends object>(text: string, params: SqlValue[] = []) =>
      database.prepare(text).all(bound(text, params)) as Row[],
    transaction: (work) => database.transaction(work).immediate(),
    define: (name, work) => void database.function(name, { directOnly: true }, work),
  };
  installSealing(sql, () => cipher);
  return sql;
}

/** better-sqlite3 takes `?1` for a name. */
const bound = (text: string, params: SqlValue[]): unknown =>
  text.includes('?1') ? Object.fromEntries(params.map((value, index) => [index + 1, value])) : params;
