import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import { backoffMs } from './backoff.ts';

/** How a round ended: how long until the next one, or that nobody answered. */
export type RoundEnd = { kind: 'rest'; ms: number } | { kind: 'failed'; retryAfterSeconds: number | null };

export interface RoundsDeps {
  clock: Clock;
  random: Random;
  round: (stop: AbortSignal) => Promise<RoundEnd>;
  /** Told how long it is to the next round, unless somebody kicks. */
  onPause?: (ms: number) => void;
}

/** Rounds of work for ever, one after another, each failure waited out by the rules of backoff. */
export class Rounds {
  readonly #deps: RoundsDeps;
  readonly #stop = new AbortController();
  #wake = new AbortController();
  #kicked = false;
  #loop: Promise<void> | null = null;

  constructor(deps: RoundsDeps) {
    this.#deps = deps;
  }

  /** Resolves once it has been stopped. */
  start(): Promise<void> {
    this.#loop ??= this.#run();
    return this.#loop;
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#loop;
  }

  /** There is something new to do: begin at once. */
  kick(): void {
    this.#kicked = true;
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    const { clock, random, round, onPause } = this.#deps;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#kicked = false;
      const end = await round(this.#stop.signal);
      failures = end.kind === 'failed' ? failures + 1 : 0;
      if (this.#stop.signal.aborted) return;
      if (this.#kicked) continue;
      this.#wake = new AbortController();
      const pause = end.kind === 'rest' ? end.ms : backoffMs(failures, end.retryAfterSeconds, random);
      onPause?.(pause);
      await clock.sleep(pause, this.#wake.signal);
    }
  }
}
