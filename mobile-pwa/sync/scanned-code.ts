import type { JSONWebKeySet } from 'jose';
import { type PairingFault, readPairing } from '#shared/domain/pairing.ts';
import { type CodeCheck, checkDeliveryCode } from './delivery-code.ts';

/** What a text is that the scanner of delivery notes has read. */
export type ScannedCode =
  | CodeCheck
  /** A hub's pairing code: the person stands before the wrong code, or wants to add this depot. */
  | { kind: 'depot'; depot: string }
  | { kind: 'bad_depot'; why: PairingFault };

/** `jwks`: the server's keys as cached at sign-in. `appHost`: the host name that the app came from. */
export async function readScanned(text: string, jwks: JSONWebKeySet, appHost: string): Promise<ScannedCode> {
  const check = await checkDeliveryCode(text, jwks);
  if (check.kind !== 'not_ours') return check;
  const pairing = readPairing(text, appHost);
  if (pairing.ok) return { kind: 'depot', depot: pairing.value.depot };
  return pairing.error === 'OTHER_CODE' ? check : { kind: 'bad_depot', why: pairing.error };
}
