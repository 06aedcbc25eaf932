import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { networkOf } from '#shared/sync-server/rate-limit.ts';
import { Tries } from './tries.ts';

/** Who tries to get in, and from where. */
export interface Attempt {
  username: string;
  /** Of the connection: a hub's, for all who sign in through it. */
  address: string;
  /** The device, where it is one of this user's own already; else null. */
  knownDevice: string | null;
}

/**
 * Slows down whoever guesses. Strangers share a name's tries and their address's; a phone that the user has signed in on
 * before has tries of its own. So a guest on the yard's WiFi who guesses a driver's password, or everybody's, keeps no
 * driver from signing in on his own phone: he would have to know that phone's id.
 */
export class LoginThrottle {
  readonly #names: Tries;
  readonly #addresses: Tries;

  constructor(clock: Clock) {
    const seconds = LIMITS.wrongPasswordSeconds;
    this.#names = new Tries(clock, { tries: LIMITS.wrongPasswordsPerName, seconds });
    this.#addresses = new Tries(clock, { tries: LIMITS.wrongPasswordsPerAddress, seconds });
  }

  /** Seconds to wait, or 0. */
  waitSeconds(attempt: Attempt): number {
    const byName = this.#names.waitSeconds(nameOf(attempt));
    if (attempt.knownDevice !== null) return byName;
    return Math.max(byName, this.#addresses.waitSeconds(networkOf(attempt.address)));
  }

  failed(attempt: Attempt): void {
    this.#names.failed(nameOf(attempt));
    if (attempt.knownDevice === null) this.#addresses.failed(networkOf(attempt.address));
  }

  succeeded(attempt: Attempt): void {
    this.#names.forgive(nameOf(attempt));
  }
}

const nameOf = ({ username, knownDevice }: Attempt): string => JSON.stringify([username, knownDevice]);
