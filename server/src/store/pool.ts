import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** A transaction as long as it is open, on the pool that its connection came from. */
interface OpenTransaction {
  pool: pg.Pool;
  open: boolean;
  /** Its appends to the log of changes, which it sends last and whose answers it does not wait for. */
  appends: Promise<unknown>[];
}

const inside = new AsyncLocalStorage<OpenTransaction>();

/** A startup packet that every pooler of connections knows how to keep: pg itself sends neither of these two. */
class ZonedClient extends pg.Client {
  getStartupConf(): Record<string, string> {
    const { getStartupConf } = pg.Client.prototype as unknown as ZonedClient;
    return { ...getStartupConf.call(this), TimeZone: 'UTC', DateStyle: 'ISO, YMD' };
  }
}

/** Connections on which a statement must not be named. */
const nameless = new WeakSet<object>();

/** Whether statements may be named on this connection, so that it parses each once. */
export const takesNames = (client: pg.PoolClient): boolean => !nameless.has(client);

/**
 * Whether a pooler such as pgbouncer stands between us and PostgreSQL: it gives each client a process id of its own, and
 * may run each transaction on another connection.
 */
export async function isBehindPooler(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return rows[0]?.pid !== (client as pg.PoolClient & { processID: number | null }).processID;
  } finally {
    client.release();
  }
}

const REFUSAL = 'a transaction asked its pool for another connection: run the statement on the transaction itself';

/**
 * A pool of connections that outlives what it stands on, and cannot be brought to a standstill by its own users.
 *
 * A connection that breaks is told by an `error` event of its client, at any time between its making and its end. Nobody
 * else listens while it is lent out, and an event that nobody hears ends the process: so each has a listener for life.
 * Whoever has borrowed it learns of the break from the next statement.
 *
 * Whoever holds a connection and waits for another one waits for somebody who may be waiting for him: a pool's worth of
 * such transactions stand still until they time out. So a transaction that asks for a second one is refused at once.
 */
export class ServerPool extends pg.Pool {
  constructor(config: pg.PoolConfig & { named: boolean }, onBroken: (error: Error) => void) {
    const { named, ...rest } = config;
    super({ ...rest, Client: ZonedClient });
    this.on('connect', (client) => {
      client.on('error', onBroken);
      if (!named) nameless.add(client);
    });
    // The pool's own message about a connection that broke while it was idle; its client has told it already.
    this.on('error', () => {});
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): Promise<pg.PoolClient> | undefined {
    const holder = inside.getStore();
    if (holder?.open && holder.pool === this) {
      const error = new Error(REFUSAL);
      if (!callback) return Promise.reject(error);
      callback(error, undefined, () => {});
    } else if (callback) super.connect(callback);
    else return super.connect();
    return undefined;
  }
}

/** Runs the body of a transaction, during which the pool lends it no other connection. */
export async function holdingConnection<T>(
  pool: pg.Pool,
  body: () => Promise<T>,
): Promise<{ value: T; appends: readonly Promise<unknown>[] }> {
  const holder: OpenTransaction = { pool, open: true, appends: [] };
  try {
    const value = await inside.run(holder, body);
    return { value, appends: holder.appends };
  } finally {
    holder.open = false;
  }
}

/**
 * Leaves an append to the log of changes to the transaction around this call, which sends COMMIT behind it and hears of
 * both together. Where there is none, whoever appends waits himself.
 */
export async function appendBeforeCommit(append: Promise<unknown>): Promise<void> {
  const holder = inside.getStore();
  if (!holder?.open) {
    await append;
    return;
  }
  // Whoever fails before he commits has nobody who listens to it.
  append.catch(() => {});
  holder.appends.push(append);
}
