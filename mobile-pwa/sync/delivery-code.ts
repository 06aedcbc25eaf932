import type { JSONWebKeySet } from 'jose';
import { codeKeys } from '#shared/domain/key-purpose.ts';
import { fromBase64Url } from '#shared/ports/crypto.ts';

export type CodeCheck =
  /** Signed by the server: it was printed for this delivery. */
  | { kind: 'genuine'; delivery_id: string }
  /** It looks like one of ours, and is not. */
  | { kind: 'forged' }
  /** Some other code: a product's, an advertisement's. */
  | { kind: 'not_ours' }
  /** This browser cannot check signatures of this kind; the server will. */
  | { kind: 'unverified'; delivery_id: string };

const CODE = /^(MCG1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;

/** Tells whether a scanned text is a genuine delivery note's, offline, by the server's keys as cached at sign-in. */
export async function checkDeliveryCode(text: string, jwks: JSONWebKeySet): Promise<CodeCheck> {
  const [, message, deliveryId, signature] = CODE.exec(text.trim()) ?? [];
  if (message === undefined || deliveryId === undefined || signature === undefined) {
    return text.trim().startsWith('MCG1.') ? { kind: 'forged' } : { kind: 'not_ours' };
  }
  const bytes = new TextEncoder().encode(message);
  for (const jwk of codeKeys(jwks.keys)) {
    if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') continue;
    const key = await importKey({ kty: jwk.kty, crv: jwk.crv, x: jwk.x as string });
    if (key === null) return { kind: 'unverified', delivery_id: deliveryId };
    if (await crypto.subtle.verify('Ed25519', key, fromBase64Url(signature), bytes)) {
      return { kind: 'genuine', delivery_id: deliveryId };
    }
  }
  return { kind: 'forged' };
}

/** Null where the browser does not know the curve. */
async function importKey(jwk: JsonWebKey): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
  } catch {
    return null;
  }
}
