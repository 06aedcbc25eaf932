import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Reader } from '#shared/contract/reader.ts';
import { statementKeys } from '#shared/domain/key-purpose.ts';

/**
 * Reads one kind of the server's statements, a JWS of that `typ`: its claims if the server signed it, however old it is,
 * whoever carried it; else null, as where they do not fit. Its expiry is not judged: what is asked here is only whether the
 * server said so.
 */
export const signedReader =
  <Claims>(typ: string, read: Reader<Claims>) =>
  async (jws: string, jwks: JSONWebKeySet): Promise<Claims | null> => {
    try {
      const { payload, protectedHeader } = await compactVerify(
        jws,
        createLocalJWKSet({ keys: statementKeys(jwks.keys) }),
      );
      if (protectedHeader.typ !== typ) return null;
      const claims = read(JSON.parse(new TextDecoder().decode(payload)));
      return claims.ok ? claims.value : null;
    } catch {
      return null;
    }
  };
