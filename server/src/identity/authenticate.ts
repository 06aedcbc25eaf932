import type { Role } from '#shared/contract/entities.ts';
import { fail, ok, refuse } from '#shared/contract/errors.ts';
import type { AccessClaims, PublicKey } from '#shared/contract/identity.ts';
import { type TokenAge, tokenAge } from '#shared/domain/token-time.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Authenticate, Caller, Purpose } from '#shared/sync-server/caller.ts';
import type { ServerDeps } from './deps.ts';
import { refuseRevokedHub } from './revoke-hub.ts';
import { type RevokedDevice, refuseRevoked } from './revoked.ts';
import { verifyAccess } from './tokens.ts';

/** `last_seen_at` is for people: a minute's precision spares a write on every request. */
const SEEN_PRECISION_MS = 60_000;

interface DeviceRow extends RevokedDevice {
  device_active: boolean;
  user_active: boolean;
  user_id: number;
  user_name: string;
  role: Role;
  depot_id: number | null;
  scope_from: number;
  public_key: PublicKey;
  last_seen_at: string | null;
}

interface HubRow {
  depot_id: number;
  is_active: boolean;
  last_seen_at: string | null;
  revoked_at: string | null;
}

type Deps = Pick<ServerDeps, 'database' | 'keys' | 'clock'>;

const invalid = (detail: string) => refuse('TOKEN_INVALID', detail);

/**
 * The server's judgement of an `Authorization` header: the token says who, the database says what they are today.
 * A revoked device is told so for any well-signed token, however old; a queue is handed in with any, too, that of a
 * revoked device included, which gets its refusal as the answer.
 */
export function serverAuthenticate(deps: Deps): Authenticate {
  return async (authorization, purpose) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return invalid('Sign in: this call needs an access token.');
    const claims = await verifyAccess(deps.keys, token);
    if (!claims) return invalid('The access token is not one of this server: sign in again.');
    const age = tokenAge(claims, deps.clock.now() / 1000);
    if (age === 'not_yet')
      return invalid('The access token is not valid yet: sign in again, or correct the clock here.');
    return claims.role === 'hub' ? hubCaller(deps, claims, age) : deviceCaller(deps, claims, purpose, age);
  };
}

const expired = () => refuse('TOKEN_EXPIRED', 'The access token has expired: get a new one and try again.');

async function deviceCaller(
  deps: Deps,
  claims: AccessClaims,
  purpose: Purpose,
  age: TokenAge,
): ReturnType<Authenticate> {
  const now = deps.clock.now();
  const found = await deps.database.query<DeviceRow>(
    `SELECT dv.id, dv.is_active AS device_active, dv.public_key, dv.last_seen_at, dv.revoked_at, dv.revoke_reason,
            dv.wipe_state, u.id AS user_id, u.name AS user_name, u.role, u.depot_id, u.scope_from, u.is_active AS user_active
     FROM devices dv JOIN users u ON u.id = dv.user_id
     WHERE dv.id = $1 AND u.id::text = $2`,
    [claims.device_id, claims.sub],
  );
  const row = found.rows[0];
  if (!row) return invalid('This server does not know the device: sign in again.');
  const stale = age !== 'fresh';
  const caller = callerOf(row, stale);
  if (!row.device_active) {
    const { error: refusal } = await refuseRevoked(deps, row);
    return purpose === 'push' ? ok({ ...caller, refusal }) : fail(refusal);
  }
  if (stale && purpose !== 'push') return expired();
  // Whoever has left still hands in what was recorded before; what was recorded after is held.
  if (!row.user_active && purpose !== 'push') return invalid('This account is closed: ask the administrator.');
  if (row.last_seen_at === null || now - Date.parse(row.last_seen_at) >= SEEN_PRECISION_MS) {
    await deps.database.query('UPDATE devices SET last_seen_at = $2 WHERE id = $1', [row.id, isoTime(now)]);
  }
  return ok(caller);
}

const callerOf = (row: DeviceRow, expired: boolean): Extract<Caller, { kind: 'device' }> => ({
  kind: 'device',
  deviceId: row.id,
  userId: row.user_id,
  userName: row.user_name,
  role: row.role,
  depotId: row.depot_id,
  key: row.public_key,
  scopeFrom: row.scope_from,
  expired,
});

/** A hub's key buys a new token at any time, so an expired one is never honoured. */
async function hubCaller(deps: Deps, claims: AccessClaims, age: TokenAge): ReturnType<Authenticate> {
  const now = deps.clock.now();
  if (age !== 'fresh') return expired();
  const found = await deps.database.query<HubRow>(
    'SELECT depot_id, is_active, last_seen_at, revoked_at FROM hubs WHERE id = $1',
    [claims.device_id],
  );
  const hub = found.rows[0];
  if (hub && hub.revoked_at !== null) return refuseRevokedHub();
  if (!hub?.is_active) return invalid('This hub is not enrolled any more: ask the administrator for a new code.');
  if (hub.last_seen_at === null || now - Date.parse(hub.last_seen_at) >= SEEN_PRECISION_MS) {
    await deps.database.query('UPDATE hubs SET last_seen_at = $2 WHERE id = $1', [claims.device_id, isoTime(now)]);
  }
  return ok({ kind: 'hub', hubId: claims.device_id, depotId: hub.depot_id });
}
