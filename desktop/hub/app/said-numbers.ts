import type { SaidNumber } from '#shared/contract/hub-health.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';

/**
 * The last number that each device of the yard said to have made, which HQ holds its journal against. Kept while the hub
 * runs: a device says it anew with each pull. The newest of `LIMITS.saidNumbers` devices.
 */
export class SaidNumbers {
  readonly #clock: Clock;
  readonly #said = new Map<string, SaidNumber>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(device_id: string, made: number): void {
    this.#said.delete(device_id);
    this.#said.set(device_id, { device_id, made, at: isoTime(this.#clock.now()) });
    const [oldest] = this.#said.keys();
    if (this.#said.size > LIMITS.saidNumbers && oldest !== undefined) this.#said.delete(oldest);
  }

  all(): SaidNumber[] {
    return [...this.#said.values()];
  }
}
