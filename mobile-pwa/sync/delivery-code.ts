import type { JSONWebKeySet } from 'jose';
import { codeKeys } from '#shared/domain/key-purpose.ts';
import { fromBase64Url } from '#shared/ports/crypto.ts';
import { importServerKey } from '#shared/sync-client/server-keys.ts';

export type CodeCheck =
  /** Signed by the server: it was printed for this delivery. */
  | { kind: 'genuine'; delivery_id: string }
  /** It looks like one of ours, and is not. */
  | { kind: 'forged' }
  /** Some other code: a product's, an advertisement's. */
  | { kind: 'not_ours' }
  /** No key that this browser can check with made it, and it cannot check with all of them; the server will. */
  | { kind: 'unverified'; delivery_id: string };

const CODE = /^(MCG1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;

/** Tells whether a scanned text is a genuine delivery note's, offline, by the server's keys as cached at sign-in. */
export async function checkDeliveryCode(text: string, jwks: JSONWebKeySet): Promise<CodeCheck> {
  const [, message, deliveryId, signature] = CODE.exec(text.trim()) ?? [];
  if (message === undefined || deliveryId === undefined || signature === undefined) {
    return text.trim().startsWith('MCG1.') ? { kind: 'forged' } : { kind: 'not_ours' };
  }
  const [bytes, signed] = [new TextEncoder().encode(message), fromBase64Url(signature)];
  // A code does not name its key, and both kinds of signature are as long: each key is tried by its own kind.
  const keys = await Promise.all(codeKeys(jwks.keys).map(importServerKey));
  for (const key of keys) {
    if (key !== null && (await isSignedBy(key, signed, bytes))) return { kind: 'genuine', delivery_id: deliveryId };
  }
  return keys.includes(null) ? { kind: 'unverified', delivery_id: deliveryId } : { kind: 'forged' };
}

const isSignedBy = (key: CryptoKey, signature: BufferSource, bytes: BufferSource): Promise<boolean> =>
  crypto.subtle.verify(
    key.algorithm.name === 'ECDSA' ? { name: 'ECDSA', hash: 'SHA-256' } : key.algorithm.name,
    key,
    signature,
    bytes,
  );
