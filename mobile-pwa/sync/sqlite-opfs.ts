import sqlite3InitModule, { type Database, type SAHPoolUtil } from '@sqlite.org/sqlite-wasm';
import type { Clock } from '#shared/ports/clock.ts';
import type { Sql, SqlValue } from '../store/sql.ts';
import { type TellFull, tellFull } from './storage-full.ts';

const FILE = '/manchengo.sqlite3';
const HANDLE_TRIES = 25;
const HANDLE_PAUSE_MS = 200;

export interface OpfsSql {
  sql: Sql;
  /** Lets go of the files, and forgets them. */
  close(): Promise<void>;
}

type SqliteProgram = ReturnType<typeof loadSqlite>;

/** Touches no data: it may be loaded while it is not known yet whether there are any to open. */
export const loadSqlite = () => sqlite3InitModule();

/**
 * Opens the phone's database in the browser's private file system. Every commit is on disk before it is told: WAL with
 * synchronous FULL takes 1.5 ms. Throws where the browser has no such storage or the file cannot be read, and `StorageFull`
 * where there is no room to open it.
 */
export async function openOpfsSql(program: SqliteProgram, clock: Clock): Promise<OpfsSql> {
  const sqlite3 = await program;
  const run = tellFull(FileSystemSyncAccessHandle.prototype);
  // Never let a failed start clear the pool: it holds what was not handed in.
  const options = {
    name: 'manchengo',
    directory: '.manchengo',
    preserveOnInitFailure: true,
    forceReinitIfPreviouslyFailed: true,
  };
  const install = () => sqlite3.installOpfsSAHPoolVfs(options);
  const pool = await patiently(install, clock);
  const database = run(() => new pool.OpfsSAHPoolDb(FILE));
  run(() =>
    database.exec(`
    PRAGMA locking_mode = exclusive;
    PRAGMA auto_vacuum = incremental;
    PRAGMA journal_mode = wal;
    PRAGMA synchronous = full;
    PRAGMA temp_store = memory;
    PRAGMA secure_delete = on;`),
  );
  return {
    sql: opfsSql(database, run, () => sqlite3.capi.sqlite3_get_autocommit(database) === 0),
    async close() {
      database.close();
      await pool.removeVfs();
    },
  };
}

/** Removes every file of this origin's private file system; none may be open. */
export async function destroyOpfs(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  for (const name of names) await root.removeEntry(name, { recursive: true });
}

/** A page that was just closed may hold the files for a moment longer than its lock. */
async function patiently(install: () => Promise<SAHPoolUtil>, clock: Clock): Promise<SAHPoolUtil> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await install();
    } catch (error) {
      if (tries === HANDLE_TRIES || !isHeldElsewhere(error)) throw error;
      await clock.sleep(HANDLE_PAUSE_MS);
    }
  }
}

const isHeldElsewhere = (error: unknown): boolean =>
  error instanceof Error && /NoModificationAllowed|access handle/i.test(`${error.name} ${error.message}`);

const opfsSql = (database: Database, run: TellFull, inTransaction: () => boolean): Sql => ({
  exec(text, params) {
    run(() => database.exec({ sql: text, ...(params ? { bind: params } : {}) }));
  },
  all: <Row extends object>(text: string, params?: SqlValue[]) =>
    run(() =>
      database.exec({
        sql: text,
        ...(params ? { bind: params } : {}),
        rowMode: 'object',
        returnValue: 'resultRows',
      }),
    ) as Row[],
  define(name, work) {
    database.createFunction(
      name,
      (_context, value, about, id) => work(value as SqlValue, about as SqlValue, id as SqlValue),
      {
        arity: 3,
        directOnly: true,
      },
    );
  },
  transaction(work) {
    run(() => database.exec('BEGIN IMMEDIATE'));
    try {
      const value = work();
      run(() => database.exec('COMMIT'));
      return value;
    } catch (error) {
      // A full disk may have rolled back already.
      if (inTransaction()) database.exec('ROLLBACK');
      throw error;
    }
  },
});
