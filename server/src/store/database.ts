import pg from 'pg';
import type { Result } from '#shared/contract/errors.ts';
import { type Log, silentLog } from '#shared/ports/log.ts';
import { numbererOf } from './numberer.ts';
import { pipelined } from './pipelined.ts';
import { holdingConnection, ServerPool } from './pool.ts';
import { sqlState } from './sql-state.ts';

export { sqlState } from './sql-state.ts';

export type Database = pg.Pool;
export type Transaction = pg.PoolClient;
/** Whatever a single statement can be run on. */
export type Queryable = Pick<pg.Pool, 'query'>;

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
const POOL_SIZE = 16;

/** Lost races that PostgreSQL resolves by failing one side: a serialization failure and a deadlock. */
const LOST_RACES = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

const { builtins } = pg.types;
const INT8_ARRAY = 1016;

/** Values as the wire speaks: integers as numbers, days as `YYYY-MM-DD`, times as ISO 8601 in UTC with milliseconds. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  [INT8_ARRAY, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(safeInteger))],
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, utcTime],
]);

/** How a connection reads values. */
export const valueTypes = {
  // biome-ignore lint/suspicious/noExplicitAny: pg's own signature.
  getTypeParser: (oid: number, format?: any): any =>
    (format ?? 'text') === 'text' && parsers.has(oid) ? parsers.get(oid) : pg.types.getTypeParser(oid, format),
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The database holds an integer beyond 2^53: ${text}`);
  return value;
}

/** The session's zone is UTC, so PostgreSQL writes `2026-11-22 10:00:00[.123456]+00`. */
function utcTime(text: string): string {
  return new Date(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`).toISOString();
}

export interface PoolOptions {
  /** How many connections there are at most. */
  size?: number;
  /** Whether statements may be named: not behind a pooler. */
  named?: boolean;
  /**
   * Whether each connection is begun with limits to how long a statement may run and a transaction idle. Not for the
   * owner, whose migrations take as long as they take; the server's account has its limits from `role/grants.sql`.
   */
  limited?: boolean;
}

/**
 * A pool of connections. Opens none by itself: `migrate` is the first to find out whether anybody answers. Nothing is
 * set for a session that a pooler would not keep: see `ZonedClient`.
 */
export function openDatabase(url: string, log: Log = silentLog, options: PoolOptions = {}): Database {
  const { size = POOL_SIZE, named = true, limited = false } = options;
  const limits = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
  return new ServerPool(
    {
      connectionString: url,
      max: size,
      named,
      application_name: 'manchengo-server',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      ...(limited ? limits : {}),
      types: valueTypes,
      // Whoever begins several statements at once has them sent at once: see pipeline.ts.
      pipeline: true,
    },
    (error) => log.warn({ error: error.message }, 'a database connection broke'),
  );
}

/**
 * Runs `fn` in one transaction, again on fresh facts when it lost a race. Returning commits, a refusal included:
 * whoever refuses does so before writing. Throwing rolls back. What it has appended to the log of changes has its
 * positions when this returns.
 */
export async function inTransaction<T>(database: Database, fn: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const tx = await database.connect();
    try {
      const { value, hasAppended } = await committed(database, tx, fn);
      if (hasAppended) await numbererOf(database).cover(tx);
      else tx.release();
      return value;
    } catch (error) {
      await giveBack(tx, error);
      if (attempt >= ATTEMPTS || !LOST_RACES.has(sqlState(error))) throw error;
    }
  }
}

/** BEGIN goes with what comes first, and COMMIT with what comes last: neither is waited for by itself. */
async function committed<T>(database: Database, tx: Transaction, fn: (tx: Transaction) => Promise<T>) {
  const [, { value, appends }] = await pipelined(
    tx.query('BEGIN'),
    holdingConnection(database, () => fn(tx)),
  );
  // Of a transaction in which a statement has failed COMMIT makes a rollback, and calls that no error.
  const [{ command }] = await pipelined(tx.query('COMMIT'), ...appends);
  if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`);
  return { value, hasAppended: appends.length > 0 };
}

/** What undoes a transaction whose outcome is a value: see `allOrNothing`. */
class RolledBack extends Error {
  readonly outcome: Result<never, unknown>;

  constructor(outcome: Result<never, unknown>) {
    super('rolled back');
    this.outcome = outcome;
  }
}

/** As `inTransaction`, but a refusal undoes what was written before it: for all-or-nothing work. */
export async function allOrNothing<T, E>(
  database: Database,
  fn: (tx: Transaction) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  try {
    return await inTransaction(database, async (tx) => {
      const outcome = await fn(tx);
      if (!outcome.ok) throw new RolledBack(outcome as Result<never, unknown>);
      return outcome;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome as Result<T, E>;
    throw error;
  }
}

async function giveBack(tx: Transaction, error: unknown): Promise<void> {
  try {
    await tx.query('ROLLBACK');
    // What only reads was demoted, or never was the first: the next connection may lead to the one that is.
    tx.release(sqlState(error) === READ_ONLY);
  } catch {
    // The connection is beyond use; the server forgets its transaction together with it.
    tx.release(true);
  }
}

/** A database that takes no writes: a standby, one that was demoted, or one that its operator has closed. */
const READ_ONLY = '25006';

/** Classes and codes that say that PostgreSQL is out of reach, going down, full, read-only or too slow, whatever the statement. */
const OUTAGE =
  /^(08...|53...|57P..|57014|25P03|25006|58030|ECONN\w+|EPIPE|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;

/**
 * A column, table or function that a statement names is not there: statements are static text, so nothing that was sent is
 * at fault. Another process has lifted the schema, and this one has yet to be restarted.
 */
const OTHER_SCHEMA = new Set(['42703', '42P01', '42883']);

/** Whether an error says that the database is out of reach, so that the same request may be tried again as it is. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = sqlState(error);
  if (OUTAGE.test(code) || LOST_RACES.has(code) || OTHER_SCHEMA.has(code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  );
}
