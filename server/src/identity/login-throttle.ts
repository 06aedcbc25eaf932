import { LIMITS } from '#shared/contract/limits.ts';
import { addressOf, type Origin } from '#shared/sync-server/origin.ts';
import type { Counter } from './tries.ts';

/** Who tries to get in, and from where. */
export interface Attempt {
  username: string;
  origin: Origin;
  /** The device, where it is one of this user's own already; else null. */
  knownDevice: string | null;
}

/**
 * What slows down whoever guesses. Strangers share a name's tries and their address's; a phone that the user has signed
 * in on before has tries of its own. So a guest on the yard's WiFi who guesses a driver's password, or everybody's, keeps
 * no driver from signing in on his own phone: he would have to know that phone's id. A hub says from which address a
 * call came; since it could say anything, all that comes by one hub is counted together, too.
 */
export function loginCounters({ username, origin, knownDevice }: Attempt): Counter[] {
  const seconds = LIMITS.wrongPasswordSeconds;
  const byName: Counter = {
    kind: 'LOGIN_NAME',
    name: JSON.stringify([username, knownDevice]),
    tries: LIMITS.wrongPasswordsPerName,
    seconds,
    forgives: true,
  };
  if (knownDevice !== null) return [byName];
  const tries = LIMITS.wrongPasswordsPerAddress;
  const byAddress: Counter = { kind: 'LOGIN_ADDRESS', name: addressOf(origin), tries, seconds };
  if (origin.hubId === null) return [byName, byAddress];
  const perHub = LIMITS.wrongPasswordsPerHub;
  return [byName, byAddress, { kind: 'LOGIN_HUB', name: origin.hubId, tries: perHub, seconds }];
}
