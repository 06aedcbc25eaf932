import { compactVerify, decodeProtectedHeader, errors, SignJWT } from 'jose';
import Type, { type Static } from 'typebox';
import { AccessClaims, ISSUER, TOKEN_TYPES, type WipeOrder } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { reader } from '#shared/contract/reader.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import type { ServerKeys } from './keys.ts';

/** Claims of a refresh token; `jti` is its row. */
const RefreshClaims = Type.Object({
  jti: Uuid,
  sub: Type.String(),
  device_id: Uuid,
  iat: Type.Integer(),
  exp: Type.Integer(),
});
export type RefreshClaims = Static<typeof RefreshClaims>;

/** What every token of this server says, whatever else its kind does. */
const IssuedToken = Type.Object({
  iss: Type.String(),
  sub: Type.String(),
  device_id: Uuid,
  iat: Type.Integer(),
  exp: Type.Integer(),
});
const readIssued = reader(IssuedToken);
const readAccess = reader(AccessClaims);
const readRefresh = reader(RefreshClaims);

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
async function verified(keys: ServerKeys, token: string, typ: string): Promise<Static<typeof IssuedToken> | null> {
  try {
    const key = await keys.tokenKey(decodeProtectedHeader(token).kid ?? '');
    if (!key) return null;
    const { payload, protectedHeader } = await compactVerify(token, key.publicKey, { algorithms: [key.alg] });
    if (protectedHeader.typ !== typ) return null;
    const read = readIssued(JSON.parse(Buffer.from(payload).toString('utf8')));
    if (!read.ok || read.value.iss !== ISSUER) return null;
    const claims = read.value;
    const lastIssue = key.followedAtMs === null ? Infinity : seconds(key.followedAtMs) + LIMITS.tokenKeyOverlapSeconds;
    return claims.iat <= lastIssue ? claims : null;
  } catch (error) {
    // A token that is none, in one of the many ways; a database that is away is no fault of the token.
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

export async function verifyAccess(keys: ServerKeys, token: string): Promise<AccessClaims | null> {
  const claims = readAccess(await verified(keys, token, TOKEN_TYPES.access));
  return claims.ok ? claims.value : null;
}

export async function verifyRefresh(keys: ServerKeys, token: string): Promise<RefreshClaims | null> {
  const claims = readRefresh(await verified(keys, token, TOKEN_TYPES.refresh));
  return claims.ok ? claims.value : null;
}
