import type { JSONWebKeySet } from 'jose';
import { depotOfNote } from '#shared/domain/note-depot.ts';
import { type PairingFault, readPairing } from '#shared/domain/pairing.ts';
import { type CodeCheck, checkDeliveryCode } from './delivery-code.ts';

/** What a text is that the scanner of delivery notes has read. */
export type ScannedCode =
  | CodeCheck
  /** Another depot's note, by its own signed statement: HQ would refuse whatever were recorded about it here. */
  | { kind: 'other_depot'; delivery_id: string }
  /** A hub's pairing code: the person stands before the wrong code, or wants to add this depot. */
  | { kind: 'depot'; depot: string }
  | { kind: 'bad_depot'; why: PairingFault };

export interface Reader {
  /** The server's keys as cached at sign-in. */
  jwks: JSONWebKeySet;
  /** The host name that the app came from. */
  appHost: string;
  /** Where whoever scans works; null for nowhere. */
  depotId: number | null;
}

export async function readScanned(text: string, { jwks, appHost, depotId }: Reader): Promise<ScannedCode> {
  const check = await checkDeliveryCode(text, jwks);
  if (check.kind === 'genuine' || check.kind === 'unverified') {
    const depot = depotOfNote(text);
    const isOther = depot !== null && depotId !== null && depot !== depotId;
    return isOther ? { kind: 'other_depot', delivery_id: check.delivery_id } : check;
  }
  if (check.kind !== 'not_ours') return check;
  const pairing = readPairing(text, appHost);
  if (pairing.ok) return { kind: 'depot', depot: pairing.value.depot };
  return pairing.error === 'OTHER_CODE' ? check : { kind: 'bad_depot', why: pairing.error };
}
