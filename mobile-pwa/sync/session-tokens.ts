import { compactVerify, decodeProtectedHeader, type JSONWebKeySet, type JWK } from 'jose';
import { SIGNING_ALGS, TOKEN_TYPES, TokenHolder, type TokenPair } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { isStatementKey } from '#shared/domain/key-purpose.ts';
import { canCheckStatements, importServerKey } from '#shared/sync-client/server-keys.ts';

/** Whose session it is to be. */
export interface Holder {
  deviceId: string;
  userId: number;
}

/**
 * Whether a pair of tokens is the server's for this very device and user, whoever brought it. Everybody knows the names
 * of the keys: tokens that name a held one may still be a liar's, and would sign this phone out, or open its lock.
 */
export async function isSession(pair: TokenPair, jwks: JSONWebKeySet, holder: Holder): Promise<boolean> {
  const { access_token, refresh_token } = pair;
  const isAccess = await isSigned(access_token, TOKEN_TYPES.access, jwks, holder);
  return isAccess && (await isSigned(refresh_token, TOKEN_TYPES.refresh, jwks, holder));
}

const readHolder = reader(TokenHolder);

async function isSigned(token: string, typ: string, jwks: JSONWebKeySet, holder: Holder): Promise<boolean> {
  const key = namedKey(token, jwks);
  if (key === null) return false;
  const publicKey = await importServerKey(key);
  // Where none of the keys can be checked (a server of before ES256) there is no lock and no purge; the name has to do.
  if (publicKey === null) return !(await canCheckStatements(jwks));
  try {
    const { payload, protectedHeader } = await compactVerify(token, publicKey, { algorithms: SIGNING_ALGS });
    const said = readHolder(JSON.parse(new TextDecoder().decode(payload)));
    if (protectedHeader.typ !== typ || !said.ok) return false;
    return said.value.device_id === holder.deviceId && said.value.sub === String(holder.userId);
  } catch {
    return false;
  }
}

function namedKey(token: string, jwks: JSONWebKeySet): JWK | null {
  try {
    const { kid } = decodeProtectedHeader(token);
    return (kid !== undefined && jwks.keys.find((key) => key.kid === kid && isStatementKey(key))) || null;
  } catch {
    return null;
  }
}
