import { createPublicKey, type KeyObject } from 'node:crypto';
import { refuse } from '#shared/contract/errors.ts';
import type { PublicKey } from '#shared/contract/identity.ts';

/** The members that make a key, whatever else its sender wrote beside them. */
export const bareKey = ({ kty, crv, x, y }: PublicKey): PublicKey => ({ kty, crv, x, y });

/** A key in the form that verifies. Throws where it is none: only what `isOnCurve` let in is ever stored. */
export const verifyingKey = (key: PublicKey): KeyObject => createPublicKey({ key: { ...bareKey(key) }, format: 'jwk' });

/** Whether two numbers of the right length are a point of the curve: what is none would verify nothing, ever. */
export function isOnCurve(key: PublicKey): boolean {
  try {
    verifyingKey(key);
    return true;
  } catch {
    return false;
  }
}

export const refuseKey = () =>
  refuse('INVALID_REQUEST', 'public_key is no point of the curve P-256: make a new key and send its public half.');
