import type pg from 'pg';
import { numberCommitted } from './numbering.ts';

/**
 * Has what is committed numbered, one run at a time in this process. A run numbers all that was committed before it
 * began, whoever committed it: those who commit while one is under way wait together for the next one.
 */
export class Numberer {
  #begun: Promise<unknown> = Promise.resolve();
  #next: Promise<unknown> | null = null;

  /**
   * Resolves when what was committed before this call is numbered; with the reason, where that cannot be done now: the
   * sweep does it then. The connection is given back: the first of those who wait lends his for their run.
   */
  cover(tx: pg.PoolClient): Promise<unknown> {
    if (this.#next !== null) {
      tx.release();
      return this.#next;
    }
    const before = this.#begun;
    const run = async (): Promise<unknown> => {
      await before;
      this.#begun = next;
      this.#next = null;
      return numberOn(tx);
    };
    const next = run();
    this.#next = next;
    return next;
  }
}

/** What had to be committed is committed: nothing that fails here undoes it. */
async function numberOn(tx: pg.PoolClient): Promise<unknown> {
  try {
    await numberCommitted(tx);
    tx.release();
    return null;
  } catch (error) {
    tx.release(true);
    return error;
  }
}

const numberers = new WeakMap<object, Numberer>();

/** The numberer of whoever works on this database in this process. */
export function numbererOf(database: object): Numberer {
  const known = numberers.get(database) ?? new Numberer();
  numberers.set(database, known);
  return known;
}
