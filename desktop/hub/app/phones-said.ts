import { LIMITS } from '#shared/contract/limits.ts';
import type { PhoneSaid } from '#shared/sync-server/routes.ts';

const NOTHING: PhoneSaid = { unsent: null, battery: null, app: null };

/**
 * How phones say to be, for the depot's screen: kept while the hub runs, since each says it anew with its next pull. The
 * newest of `LIMITS.saidNumbers` devices.
 */
export class PhonesSaid {
  readonly #said = new Map<string, PhoneSaid>();

  note(deviceId: string, said: PhoneSaid): void {
    this.#said.delete(deviceId);
    this.#said.set(deviceId, said);
    const [oldest] = this.#said.keys();
    if (this.#said.size > LIMITS.saidNumbers && oldest !== undefined) this.#said.delete(oldest);
  }

  /** Null wherever it has not said so, as an app of before does not. */
  of(deviceId: string): PhoneSaid {
    return this.#said.get(deviceId) ?? NOTHING;
  }
}
