import { compactVerify, decodeProtectedHeader } from 'jose';
import type { Role } from '#shared/contract/entities.ts';
import { fail, ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { type AccessClaims, ISSUER, IssuedClaims, SIGNING_ALGS, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { tokenAge } from '#shared/domain/token-time.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Authenticate, Caller, Purpose } from '#shared/sync-server/caller.ts';
import type { CheckpointStore } from '../store/checkpoint-store.ts';
import type { WipeStore } from '../store/wipes.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';
import type { ServerTime } from '../uplink/server-time.ts';

export interface HubAuthenticateDeps {
  serverKeys: ServerKeys;
  /** By which tokens are judged: this PC's clock may be wrong. */
  serverTime: Pick<ServerTime, 'now'>;
  checkpoints: CheckpointStore;
  wipes: WipeStore;
  clock: Clock;
  /** A revoked device was handed its order for the first time. */
  onTold: () => void;
  /** Whether the server answers just now. */
  isOnline: () => boolean;
}

/** A depot's phones, each with a new token every quarter of an hour. */
const TOKENS_REMEMBERED = 1_000;

type DeviceClaims = AccessClaims & { role: Role };
const isDevice = (claims: AccessClaims | null): claims is DeviceClaims => claims !== null && claims.role !== 'hub';
const invalid = (detail: string) => refuse('TOKEN_INVALID', detail);

/**
 * A hub's judgement of an `Authorization` header, without asking anybody: the server's cached keys, its last revocation
 * list, whose accounts are closed, and the server's time as it was last heard. Cut off from the server, it honours an
 * expired token for 72 h after its issue. Handing in is never refused for want of a fresh token, nor because the account
 * is closed; what a revoked device hands in is taken, and answered with its refusal.
 */
export function hubAuthenticate(deps: HubAuthenticateDeps): Authenticate {
  const verified = rememberTokens((token) => verifyToken(token, deps.serverKeys));
  return async (authorization, purpose) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return invalid('Sign in: this call needs an access token.');
    const claims = await verified(token);
    if (!isDevice(claims)) return invalid('The access token is not one of the server: sign in again.');
    return judge(deps, claims, purpose);
  };
}

function judge(deps: HubAuthenticateDeps, claims: DeviceClaims, purpose: Purpose): Result<Caller, RequestError> {
  const age = tokenAge(claims, deps.serverTime.now() / 1000);
  if (age === 'not_yet') return invalid('The access token is not valid yet: sign in again, or correct the clock here.');
  const caller = callerOf(claims, age !== 'fresh');
  if (deps.checkpoints.isRevoked(claims.device_id)) {
    const refusal = refusalOf(claims.device_id, deps);
    return purpose === 'push' ? ok({ ...caller, refusal }) : fail(refusal);
  }
  if (deps.checkpoints.isClosed(caller.userId) && purpose !== 'push') {
    return invalid('This account is closed: ask the administrator. What is recorded can still be handed in.');
  }
  const holds = age === 'fresh' || (age === 'in_grace' && !deps.isOnline());
  if (holds || purpose === 'push') return ok(caller);
  return refuse('TOKEN_EXPIRED', 'The access token has expired: get a new one and try again.');
}

const callerOf = (claims: DeviceClaims, expired: boolean): Extract<Caller, { kind: 'device' }> => ({
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

/** The server's signed order goes along where it has come: a hub can carry one, and cannot make one. */
function refusalOf(deviceId: string, { checkpoints, wipes, clock, onTold }: HubAuthenticateDeps): RequestError {
  const order = checkpoints.wipeOrder(deviceId);
  if (order !== null && wipes.told(deviceId, clock.now())) onTold();
  const extra = order === null ? { wipe: true } : { wipe: true, wipe_order: order };
  return { code: 'DEVICE_REVOKED', detail: 'HQ has revoked this device: hand it in at your depot.', extra };
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

const readClaims = reader(IssuedClaims);

/** The claims of an access token by a key of the server, however old, or null. */
async function verifyToken(token: string, keys: ServerKeys): Promise<AccessClaims | null> {
  try {
    const { kid } = decodeProtectedHeader(token);
    if (!keys.knows(kid)) await keys.refresh();
    const { payload, protectedHeader } = await compactVerify(token, keys.resolver(), { algorithms: SIGNING_ALGS });
    const said = readClaims(JSON.parse(Buffer.from(payload).toString('utf8')));
    if (!said.ok || protectedHeader.typ !== TOKEN_TYPES.access || said.value.iss !== ISSUER) return null;
    const claims = said.value;
    return Number.isInteger(claims.iat) && Number.isInteger(claims.exp) ? claims : null;
  } catch {
    return null;
  }
}
