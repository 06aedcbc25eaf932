import pg from 'pg';
import { type Database, sqlState, valueTypes } from '#server/store/database.ts';

export interface Statement {
  text: string;
  values?: unknown[];
  name?: string;
}
export type Send = (statement: Statement) => Promise<pg.QueryResult>;
/** What stands between the product and its connection, anew for each transaction: the place for a bug that is planted. */
export type Mutant = (send: Send) => Send;

/** One task's turn: so many statements, or fewer where it has to wait for another's lock or ends. */
export interface Turn {
  task: number;
  statements: number;
}

/** What became of an order. */
export interface Trace {
  /** What each task gave, or how it broke down. */
  results: PromiseSettledResult<unknown>[];
  /** For each turn, after how many statements its task had to wait for another one; null where it had not. */
  blocked: (number | null)[];
  /** The statements of each task, by their first words. */
  texts: string[][];
  /** How often a task had to wait for another. */
  waits: number;
  /** SQLSTATEs of failed statements: lost races, deadlocks. */
  failures: string[];
}

/** PostgreSQL looks for a deadlock when somebody has waited this long: nothing else comes of it. */
const DEADLOCK_TIMEOUT_MS = 30;
const FIRST_LOOK_MS = 2;
const PATIENCE_MS = 60_000;
/** Sees and changes nothing that another could notice. */
const UNSEEN = /^BEGIN$/;
const ENDS_TRANSACTION = /^(COMMIT|ROLLBACK)$/;

class Task {
  readonly client: pg.Client;
  readonly texts: string[] = [];
  result: PromiseSettledResult<unknown> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #go: (() => void) | null = null;
  #rested: (() => void)[] = [];
  readonly #failed: (state: string) => void;

  constructor(client: pg.Client, failed: (state: string) => void) {
    this.client = client;
    this.#failed = failed;
  }

  /** At the gate before a statement, or at its end. */
  get isAtRest(): boolean {
    return this.#go !== null || this.result !== null;
  }

  /** Statements sent together are executed one after another all the same: each waits for its turn here. */
  send(statement: Statement): Promise<pg.QueryResult> {
    const mine = this.#last.then(async () => {
      if (!UNSEEN.test(statement.text)) await this.#gate(statement.text);
      try {
        return await this.client.query(statement as pg.QueryConfig);
      } catch (error) {
        this.#failed(sqlState(error));
        throw error;
      }
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #gate(text: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#go = resolve;
      this.#tell();
    });
    this.texts.push(text.trim().replace(/\s+/g, ' '));
  }

  #tell(): void {
    for (const rested of this.#rested.splice(0)) rested();
  }

  begin(work: () => Promise<unknown>): void {
    const end = (result: PromiseSettledResult<unknown>) => {
      this.result = result;
      this.#tell();
    };
    work().then(
      (value) => end({ status: 'fulfilled', value }),
      (reason) => end({ status: 'rejected', reason }),
    );
  }

  go(): void {
    const go = this.#go;
    this.#go = null;
    go?.();
  }

  rest(): Promise<void> {
    return this.isAtRest ? Promise.resolve() : new Promise((resolve) => this.#rested.push(resolve));
  }
}

/**
 * Runs tasks of the product on real connections, one statement at a time and in a given order. Whether a statement that
 * does not come back waits for another's lock is asked of PostgreSQL: no order depends on how fast the machine is.
 */
export class Stepper {
  readonly #clients: pg.Client[];
  readonly #monitor: pg.Client;

  private constructor(clients: pg.Client[], monitor: pg.Client) {
    this.#clients = clients;
    this.#monitor = monitor;
  }

  static async open(url: string, tasks: number): Promise<Stepper> {
    const connect = async () => {
      const client = new pg.Client({
        connectionString: url,
        options: `-c TimeZone=UTC -c DateStyle=ISO -c deadlock_timeout=${DEADLOCK_TIMEOUT_MS}ms`,
        types: valueTypes,
        statement_timeout: PATIENCE_MS,
      } as pg.ClientConfig);
      await client.connect();
      return client;
    };
    const [monitor, ...clients] = await Promise.all(Array.from({ length: tasks + 1 }, connect));
    return new Stepper(clients, monitor as pg.Client);
  }

  async close(): Promise<void> {
    await Promise.all([this.#monitor, ...this.#clients].map((client) => client.end()));
  }

  /** `onCommit` is called whenever a transaction has ended: what is committed is then looked at. */
  async run(
    works: ((database: Database) => Promise<unknown>)[],
    turns: Turn[],
    { mutant, onCommit }: { mutant?: Mutant | undefined; onCommit?: (monitor: pg.Client) => Promise<void> } = {},
  ): Promise<Trace> {
    const failures: string[] = [];
    const trace = { blocked: [] as (number | null)[], waits: 0, failures };
    const tasks = works.map((_, n) => new Task(this.#clients[n] as pg.Client, (state) => failures.push(state)));
    for (const [n, work] of works.entries()) {
      const task = tasks[n] as Task;
      task.begin(() => work(portOf(task, mutant)));
      await this.#within(task.rest(), 'a task begins');
    }
    const take = async (task: Task): Promise<'at rest' | 'blocked'> => {
      const step = await this.#step(task, tasks);
      if (step.isCommitted) await onCommit?.(this.#monitor);
      if (step.state === 'blocked') trace.waits += 1;
      return step.state;
    };
    for (const { task: index, statements } of turns) {
      const task = tasks[index] as Task;
      let taken = 0;
      let isBlocked = !task.isAtRest;
      while (!isBlocked && taken < statements && task.result === null) {
        isBlocked = (await take(task)) === 'blocked';
        taken += 1;
      }
      trace.blocked.push(isBlocked ? Math.max(0, taken - 1) : null);
    }
    for (;;) {
      const open = tasks.filter(({ result }) => result === null);
      if (open.length === 0) break;
      const next = open.find(({ isAtRest }) => isAtRest);
      if (next) await take(next);
      // All wait for each other: PostgreSQL ends one of them.
      else await this.#within(Promise.race(open.map((task) => task.rest())), 'a deadlock is resolved');
    }
    return {
      ...trace,
      results: tasks.map(({ result }) => result as PromiseSettledResult<unknown>),
      texts: tasks.map(({ texts }) => texts),
    };
  }

  async #step(task: Task, tasks: Task[]): Promise<{ state: 'at rest' | 'blocked'; isCommitted: boolean }> {
    const waiting = tasks.filter((other) => other !== task && !other.isAtRest);
    const before = task.texts.length;
    task.go();
    const state = await this.#settle(task);
    const isCommitted = state === 'at rest' && ENDS_TRANSACTION.test(task.texts[before] ?? '');
    // Whoever had waited for its locks goes on, as far as the next gate.
    for (const other of waiting) await this.#settle(other);
    return { state, isCommitted };
  }

  async #settle(task: Task): Promise<'at rest' | 'blocked'> {
    const rest = task.rest();
    const until = Date.now() + PATIENCE_MS;
    for (let look = FIRST_LOOK_MS; Date.now() < until; look = Math.min(2 * look, 20)) {
      await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, look))]);
      if (task.isAtRest) return 'at rest';
      const { rows } = await this.#monitor.query<{ blocked: boolean }>(
        'SELECT cardinality(pg_blocking_pids($1)) > 0 AS blocked',
        [processIdOf(task.client)],
      );
      if (task.isAtRest) return 'at rest';
      if (rows[0]?.blocked) return 'blocked';
    }
    throw new Error(`a statement neither ends nor waits: ${task.texts.at(-1)}`);
  }

  async #within(work: Promise<unknown>, what: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not within ${PATIENCE_MS} ms: ${what}`)), PATIENCE_MS);
    });
    await Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}

/** pg knows it and does not say so in its types. */
const processIdOf = (client: pg.Client): number => (client as unknown as { processID: number }).processID;

/** The database as the product sees it, on the task's one connection. */
function portOf(task: Task, mutant: Mutant | undefined): Database {
  const bare: Send = (statement) => task.send(statement);
  const asStatement = (query: string | Statement, values?: unknown[]): Statement =>
    typeof query === 'string' ? { text: query, ...(values ? { values } : {}) } : query;
  const connect = async () => {
    const send = mutant?.(bare) ?? bare;
    return {
      query: (query: string | Statement, values?: unknown[]) => send(asStatement(query, values)),
      release() {},
    };
  };
  return {
    connect,
    query: (query: string | Statement, values?: unknown[]) => bare(asStatement(query, values)),
  } as unknown as Database;
}
