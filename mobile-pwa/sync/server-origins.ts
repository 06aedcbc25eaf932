import type { JSONWebKeySet } from 'jose';
import { type AccessClaims, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { callableOrigin } from '#shared/domain/origins.ts';
import { readSigned } from '#shared/sync-client/signed-statement.ts';

/**
 * The origins of the central server, as it has signed them itself into a token of this device; none where the keys that
 * this phone holds do not vouch for it. A token that has expired says it as well as a new one.
 */
export async function signedServerOrigins(token: string, jwks: JSONWebKeySet, deviceId: string): Promise<string[]> {
  const claims = await readSigned<Partial<AccessClaims>>(token, jwks, TOKEN_TYPES.access);
  if (claims?.device_id !== deviceId || !Array.isArray(claims.server_origins)) return [];
  return claims.server_origins.flatMap((origin) => callableOrigin(origin) ?? []);
}
