import { compactVerify, decodeProtectedHeader } from 'jose';
import { ok, refuse } from '#shared/contract/errors.ts';
import { type AccessClaims, ISSUER, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import type { CheckpointShelf } from '../store/checkpoint-shelf.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';

export interface HubAuthenticateDeps {
  serverKeys: ServerKeys;
  shelf: CheckpointShelf;
  clock: Clock;
  /** Whether the server answers just now. */
  isOnline: () => boolean;
}

/** A depot's phones, each with a new token every quarter of an hour. */
const TOKENS_REMEMBERED = 1_000;

const invalid = (detail: string) => refuse('TOKEN_INVALID', detail);

/**
 * A hub's judgement of an `Authorization` header, without asking anybody: the server's cached keys, its last revocation
 * list, and the clock. Cut off from the server, it honours an expired token for 72 h after its issue. Handing in is
 * never refused for want of a fresh token.
 */
export function hubAuthenticate(deps: HubAuthenticateDeps): Authenticate {
  const verified = rememberTokens((token) => verifyToken(token, deps.serverKeys));
  return async (authorization, purpose) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return invalid('Sign in: this call needs an access token.');
    const claims = await verified(token);
    if (!claims || claims.role === 'hub') return invalid('The access token is not one of the server: sign in again.');
    if (deps.shelf.isRevoked(claims.device_id)) return revoked(claims.device_id, deps.shelf);
    const nowSeconds = deps.clock.now() / 1000;
    const expired = claims.exp <= nowSeconds;
    const inGrace = !deps.isOnline() && nowSeconds < claims.iat + LIMITS.offlineGraceSeconds;
    if (expired && purpose !== 'push' && !inGrace) {
      return refuse('TOKEN_EXPIRED', 'The access token has expired: get a new one and try again.');
    }
    return ok({
      kind: 'device',
      deviceId: claims.device_id,
      userId: Number(claims.sub),
      userName: claims.name,
      role: claims.role,
      depotId: claims.depot_id,
      key: claims.cnf.jwk,
      scopeFrom: claims.scope_from ?? 0,
      expired,
    });
  };
}

function revoked(deviceId: string, shelf: CheckpointShelf) {
  const order = shelf.wipeOrder(deviceId);
  const extra = order === null ? { wipe: true } : { wipe: true, wipe_order: order };
  return refuse('DEVICE_REVOKED', 'HQ has revoked this device: hand it in at your depot.', extra);
}

/** A signature that held once holds for ever, and checking it costs as much as storing twenty events. */
function rememberTokens(verify: (token: string) => Promise<AccessClaims | null>): typeof verify {
  const known = new Map<string, AccessClaims>();
  return async (token) => {
    const remembered = known.get(token);
    if (remembered) return remembered;
    const claims = await verify(token);
    if (known.size >= TOKENS_REMEMBERED) known.clear();
    if (claims) known.set(token, claims);
    return claims;
  };
}

/** The claims of an access token by a key of the server, however old, or null. */
async function verifyToken(token: string, keys: ServerKeys): Promise<AccessClaims | null> {
  try {
    const { kid } = decodeProtectedHeader(token);
    if (!keys.knows(kid)) await keys.refresh();
    const { payload, protectedHeader } = await compactVerify(token, keys.resolver(), {
      algorithms: ['EdDSA', 'ES256'],
    });
    const claims = JSON.parse(Buffer.from(payload).toString('utf8')) as AccessClaims & { iss?: string };
    return protectedHeader.typ === TOKEN_TYPES.access && claims.iss === ISSUER ? claims : null;
  } catch {
    return null;
  }
}
