import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { wordKeys } from '#shared/domain/key-purpose.ts';

/**
 * The claims of a JWS of that `typ` if the server signed it, however old it is, whoever carried it; else null. Its expiry
 * is not judged: what is asked here is only whether the server said so.
 */
export async function readSigned<T>(jws: string, jwks: JSONWebKeySet, typ: string): Promise<T | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet({ keys: wordKeys(jwks.keys) }));
    return protectedHeader.typ === typ ? (JSON.parse(new TextDecoder().decode(payload)) as T) : null;
  } catch {
    return null;
  }
}
