import { NO_SUMS } from './oracle.ts';
import { PgliteServer } from './pglite-server.ts';
import { type Outcome, type SimOptions, simulate } from './simulate.ts';

/** Of four seeds, the one that goes over the server's real SQL. */
const ON_SQL = 3;
export const isOnSql = (seed: number): boolean => seed % 4 === ON_SQL;

/** Runs seeds one after another, over a PostgreSQL that is booted with the first seed that needs it. */
export class SeedRunner {
  readonly #write: SimOptions['write'];
  #pglite: Promise<PgliteServer> | null = null;

  constructor(write?: SimOptions['write']) {
    this.#write = write;
  }

  /** A simulation that breaks down is a failed seed as well: the others go on. */
  async run(seed: number): Promise<Outcome> {
    try {
      const server = isOnSql(seed) ? { server: await this.#sql() } : {};
      return await simulate(seed, { ...server, ...(this.#write ? { write: this.#write } : {}) });
    } catch (error) {
      // What broke may have left the database in the middle of something.
      await this.close();
      return brokenDown(seed, error);
    }
  }

  async close(): Promise<void> {
    const pglite = this.#pglite;
    this.#pglite = null;
    await (await pglite)?.close();
  }

  #sql(): Promise<PgliteServer> {
    this.#pglite ??= PgliteServer.boot();
    return this.#pglite;
  }
}

const brokenDown = (seed: number, error: unknown): Outcome => ({
  seed,
  hash: '',
  sums: NO_SUMS,
  faults: [`broke down: ${error instanceof Error ? error.stack : String(error)}`],
  points: new Set(),
});
