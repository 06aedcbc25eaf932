import type { AccessClaims } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { TestDevice } from './test-device.ts';

/** What an access token of a hub claims; signed by the server's key it lets a test speak as that hub. */
export function hubClaims({ hub_id, depot }: { hub_id: string; depot: { id: number } }, nowMs: number): AccessClaims {
  const iat = Math.floor(nowMs / 1_000);
  const of = { sub: hub_id, device_id: hub_id, role: 'hub' as const, depot_id: depot.id, name: 'hub' };
  return { ...of, cnf: { jwk: new TestDevice(0).publicKey }, iat, exp: iat + LIMITS.accessTokenSeconds };
}
