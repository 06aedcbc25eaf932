import type { JSONWebKeySet } from 'jose';
import { TOKEN_TYPES, TokenOrigins } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { callableOrigin } from '#shared/domain/origins.ts';
import { signedReader } from '#shared/sync-client/signed-statement.ts';

const readOrigins = signedReader(TOKEN_TYPES.access, reader(TokenOrigins));

/**
 * The origins of the central server, as it has signed them itself into a token of this device; none where the keys that
 * this phone holds do not vouch for it. A token that has expired says it as well as a new one.
 */
export async function signedServerOrigins(token: string, jwks: JSONWebKeySet, deviceId: string): Promise<string[]> {
  const claims = await readOrigins(token, jwks);
  if (claims?.device_id !== deviceId) return [];
  return (claims.server_origins ?? []).flatMap((origin) => callableOrigin(origin) ?? []);
}
