import { compactVerify, decodeProtectedHeader, errors, SignJWT } from 'jose';
import { type AccessClaims, ISSUER, TOKEN_TYPES, type WipeOrder } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import type { ServerKeys } from './keys.ts';

/** Claims of a refresh token; `jti` is its row. */
export interface RefreshClaims {
  jti: string;
  sub: string;
  device_id: string;
  iat: number;
  exp: number;
}

const UUID = new RegExp(UUID_PATTERN);
const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Signs claims as a JWS by the server's token key. `typ` keeps the kinds apart. */
export const signClaims = (keys: ServerKeys, typ: string, claims: object): Promise<string> =>
  new SignJWT({ iss: ISSUER, ...claims })
    .setProtectedHeader({ alg: keys.token.alg, kid: keys.token.kid, typ })
    .sign(keys.token.privateKey);

export const signAccess = (
  keys: ServerKeys,
  claims: Omit<AccessClaims, 'iat' | 'exp'>,
  nowMs: number,
): Promise<string> => {
  const iat = seconds(nowMs);
  return signClaims(keys, TOKEN_TYPES.access, { ...claims, iat, exp: iat + LIMITS.accessTokenSeconds });
};

/** The same row gives the same claims, so that a lost answer can be given again; only their signature differs. */
export const signRefresh = (
  keys: ServerKeys,
  token: { id: string; userId: number; deviceId: string; expiresAtMs: number },
): Promise<string> => {
  const exp = seconds(token.expiresAtMs);
  const claims: RefreshClaims = {
    jti: token.id,
    sub: String(token.userId),
    device_id: token.deviceId,
    iat: exp - LIMITS.refreshTokenSeconds,
    exp,
  };
  return signClaims(keys, TOKEN_TYPES.refresh, claims);
};

export const signWipeOrder = (keys: ServerKeys, order: WipeOrder): Promise<string> =>
  signClaims(keys, TOKEN_TYPES.wipeOrder, order);

/**
 * The claims of a token that this server signed, however old, or null. Whether it still holds is the caller's to say.
 * What is dated after its key was followed by another was signed with a stolen copy of that key.
 */
async function verified(keys: ServerKeys, token: string, typ: string): Promise<Record<string, unknown> | null> {
  try {
    const key = await keys.tokenKey(decodeProtectedHeader(token).kid ?? '');
    if (!key) return null;
    const { payload, protectedHeader } = await compactVerify(token, key.publicKey, { algorithms: [key.alg] });
    const claims = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (protectedHeader.typ !== typ || claims.iss !== ISSUER || !isTimed(claims)) return null;
    const lastIssue = key.followedAtMs === null ? Infinity : seconds(key.followedAtMs) + LIMITS.tokenKeyOverlapSeconds;
    return claims.iat <= lastIssue ? claims : null;
  } catch (error) {
    // A token that is none, in one of the many ways; a database that is away is no fault of the token.
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

const isTimed = (claims: Record<string, unknown>): boolean =>
  typeof claims.sub === 'string' &&
  typeof claims.device_id === 'string' &&
  UUID.test(claims.device_id) &&
  Number.isInteger(claims.iat) &&
  Number.isInteger(claims.exp);

export async function verifyAccess(keys: ServerKeys, token: string): Promise<AccessClaims | null> {
  const claims = await verified(keys, token, TOKEN_TYPES.access);
  return claims === null ? null : (claims as unknown as AccessClaims);
}

export async function verifyRefresh(keys: ServerKeys, token: string): Promise<RefreshClaims | null> {
  const claims = await verified(keys, token, TOKEN_TYPES.refresh);
  if (claims === null || typeof claims.jti !== 'string' || !UUID.test(claims.jti)) return null;
  return claims as unknown as RefreshClaims;
}
