import { type Grace, graceOf, hear, look, type SignedStatement, type SignedTime } from '#shared/domain/grace.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { readMeta, writeMeta } from '../store/meta.ts';
import type { Sql } from '../store/sql.ts';

/** What passed is written down this often: a phone that dies has lost sight of no more. */
const NOTED_EVERY_MS = 60_000;

/** Knows how long the phone has been without the server's statement, over restarts and whatever its clock does. */
export class GraceWatch {
  readonly #sql: Sql;
  readonly #clock: Clock;
  #noted: SignedTime | null;
  #known: SignedTime | null;

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
    const stored = readMeta(sql, 'signed_time');
    this.#noted = stored === null ? null : (JSON.parse(stored) as SignedTime);
    this.#known = this.#noted;
  }

  /** A statement whose signature holds. */
  heard(statement: SignedStatement): void {
    this.#note(hear(this.#known, statement, this.#clock.now()));
  }

  /** A phone that never heard a statement that it could check has nobody signed in, or a browser that cannot check any. */
  now(): Grace {
    if (this.#known === null) return { kind: 'good' };
    this.#note(look(this.#known, this.#clock.now()));
    return graceOf(this.#known);
  }

  /** When the newest statement was signed, by the server's clock. */
  get newest(): number {
    return this.#known?.signed ?? Number.NEGATIVE_INFINITY;
  }

  /** How far this phone's clock is ahead, as signed statements have shown; null where that is not known. */
  get aheadMs(): number | null {
    return this.#known?.aheadMs ?? null;
  }

  get hasHeard(): boolean {
    return this.#known !== null;
  }

  #note(next: SignedTime): void {
    this.#known = next;
    const noted = this.#noted;
    const isNoted = noted?.signed === next.signed && noted.passed <= next.passed;
    if (isNoted && Math.abs(next.seen - noted.seen) < NOTED_EVERY_MS) return;
    writeMeta(this.#sql, 'signed_time', JSON.stringify(next));
    this.#noted = next;
  }
}
