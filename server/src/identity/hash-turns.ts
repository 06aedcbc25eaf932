import { fail, type RequestError, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';

/**
 * Passwords are made dear to check, in time and in memory: a few are checked at once, some wait for their turn, and
 * whoever comes beyond them is sent away for a moment. Else a flood of sign-ins would stand in the way of pushes.
 */
export class HashTurns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** 503 UNAVAILABLE where too many wait. */
  async run<T>(work: () => Promise<Result<T, RequestError>>): Promise<Result<T, RequestError>> {
    if (this.#running >= LIMITS.passwordHashesAtOnce) {
      if (this.#waiting.length >= LIMITS.passwordHashesWaiting) return fail(TOO_MANY);
      // The turn is handed on by the one that ends, so nobody slips in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

const TOO_MANY: RequestError = {
  code: 'UNAVAILABLE',
  detail: 'Too many people sign in just now: try again in a moment.',
  retryAfterSeconds: 2,
};
