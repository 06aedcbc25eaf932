import type { Clock } from '#shared/ports/clock.ts';

const TRIES = 10;
const WINDOW_MS = 60_000;
/** Names remembered at most, so that invented ones cannot fill the memory. */
const NAMES = 10_000;

/**
 * Slows down whoever guesses passwords: after ten wrong ones for a name, that name rests until its minute is over.
 * Kept in memory: a restart forgives, and costs a guesser more than it gains.
 */
export class LoginThrottle {
  readonly #clock: Clock;
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds to wait, or 0. */
  waitSeconds(username: string): number {
    const entry = this.#failures.get(username);
    if (!entry || entry.count < TRIES) return 0;
    const rest = entry.since + WINDOW_MS - this.#clock.now();
    return rest > 0 ? Math.ceil(rest / 1000) : 0;
  }

  failed(username: string): void {
    const now = this.#clock.now();
    const entry = this.#failures.get(username);
    if (entry && now - entry.since < WINDOW_MS) {
      entry.count += 1;
      return;
    }
    if (this.#failures.size >= NAMES) this.#failures.clear();
    this.#failures.set(username, { count: 1, since: now });
  }

  succeeded(username: string): void {
    this.#failures.delete(username);
  }
}
