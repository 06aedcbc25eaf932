import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';

/** A caller whose snapshot is under way. */
interface Load {
  /** A page of it is being read. */
  reading: boolean;
  /** When its last page was given. */
  at: number;
}

/**
 * Who may take a snapshot of a whole scope now. A depot where fifty phones are signed in on one morning serves a few at a
 * time, page by page, and asks the others for patience, each for another while; what is handed in never waits for a page.
 */
export class SnapshotLimiter {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #loads = new Map<string, Load>();

  constructor({ clock, random }: { clock: Clock; random: Random }) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Reads one page in a caller's name, or refuses: 503 UNAVAILABLE with Retry-After. `more`: it is not the last one. */
  async page<T>(caller: string, read: () => Promise<Result<T, RequestError>>, more: (page: T) => boolean) {
    const load = this.#admit(caller);
    if (load === null) return this.#later();
    try {
      const page = await read();
      if (!page.ok || !more(page.value)) this.#loads.delete(caller);
      return page;
    } finally {
      load.reading = false;
      load.at = this.#clock.now();
    }
  }

  #admit(caller: string): Load | null {
    const now = this.#clock.now();
    for (const [name, { reading, at }] of this.#loads) {
      const isOver = !reading && Math.abs(now - at) > LIMITS.firstLoadIdleSeconds * 1_000;
      if (isOver) this.#loads.delete(name);
    }
    const known = this.#loads.get(caller);
    if (known?.reading || (known === undefined && this.#loads.size >= LIMITS.snapshotLimiter)) return null;
    const load = { reading: true, at: now };
    this.#loads.set(caller, load);
    return load;
  }

  #later(): Result<never, RequestError> {
    const seconds = 1 + Math.floor(this.#random.next() * LIMITS.firstLoadRetrySeconds);
    const refused = refuse('UNAVAILABLE', 'Other devices are being loaded just now. Yours has its turn in a moment.');
    return { ok: false, error: { ...refused.error, retryAfterSeconds: seconds } };
  }
}
