import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import type { PublicKey } from '#shared/contract/identity.ts';
import type { Sha256, VerifySignature } from './crypto.ts';

export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');

/** Importing a key costs as much as a few hashes, and a depot has few devices: the newest keys stay imported. */
const imported = new Map<string, KeyObject>();
const KEYS_KEPT = 2_000;

function keyObject(key: PublicKey): KeyObject {
  const name = key.x + key.y;
  const known = imported.get(name);
  if (known) return known;
  const made = createPublicKey({ key: { ...key }, format: 'jwk' });
  if (imported.size >= KEYS_KEPT) imported.clear();
  imported.set(name, made);
  return made;
}

/** False for a wrong signature and for a key that is no point of the curve alike. */
export const verifySignature: VerifySignature = (key, checksum, signature) => {
  try {
    return verify(
      'sha256',
      Buffer.from(checksum, 'hex'),
      { key: keyObject(key), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  } catch {
    return false;
  }
};
