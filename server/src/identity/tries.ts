import type { Clock } from '#shared/ports/clock.ts';

/** Names remembered at most, so that invented ones cannot fill the memory: the oldest leave first. */
const NAMES = 10_000;

/**
 * Counts what went wrong by name, in windows that begin with the first. Kept in memory: a restart forgives, and costs
 * whoever guesses more than it gains.
 */
export class Tries {
  readonly #clock: Clock;
  readonly #tries: number;
  readonly #windowMs: number;
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(clock: Clock, { tries, seconds }: { tries: number; seconds: number }) {
    this.#clock = clock;
    this.#tries = tries;
    this.#windowMs = seconds * 1000;
  }

  /** Seconds to wait, or 0. */
  waitSeconds(name: string): number {
    const entry = this.#failures.get(name);
    if (!entry || entry.count < this.#tries || !this.#isOpen(entry)) return 0;
    return Math.ceil((entry.since + this.#windowMs - this.#clock.now()) / 1000);
  }

  failed(name: string): void {
    const now = this.#clock.now();
    const entry = this.#failures.get(name);
    if (entry && this.#isOpen(entry)) {
      entry.count += 1;
      return;
    }
    this.#failures.delete(name);
    const [oldest] = this.#failures.size >= NAMES ? this.#failures.keys() : [];
    if (oldest !== undefined) this.#failures.delete(oldest);
    this.#failures.set(name, { count: 1, since: now });
  }

  /** A window that begins later than now was begun before the clock was put back: it lasts its time from now on. */
  #isOpen(entry: { since: number }): boolean {
    entry.since = Math.min(entry.since, this.#clock.now());
    return this.#clock.now() - entry.since < this.#windowMs;
  }

  forgive(name: string): void {
    this.#failures.delete(name);
  }
}
