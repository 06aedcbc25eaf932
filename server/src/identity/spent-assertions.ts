import type { Clock } from '#shared/ports/clock.ts';

/** Remembered at most; only enrolled hubs get that far, and the oldest go first. */
const REMEMBERED = 10_000;

/** The ids of assertions that have bought a token: each is good once. In memory: they expire within minutes. */
export class SpentAssertions {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Spends a hub's `jti`, which is remembered until then. False where it was spent before. */
  spend(hubId: string, jti: string, untilMs: number): boolean {
    const now = this.#clock.now();
    for (const [key, until] of this.#until) if (until <= now) this.#until.delete(key);
    const key = `${hubId} ${jti}`;
    if (this.#until.has(key)) return false;
    const [oldest] = this.#until.size >= REMEMBERED ? this.#until.keys() : [];
    if (oldest !== undefined) this.#until.delete(oldest);
    this.#until.set(key, untilMs);
    return true;
  }
}
