import type { User } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { PublicKey, TokenPair } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import * as columns from '../store/columns.ts';
import { inTransaction, type Queryable, type Transaction } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';
import { type RevokedDevice, refuseRevoked } from './revoked.ts';
import { signAccess, signRefresh, verifyRefresh } from './tokens.ts';

interface Holder {
  user: User;
  deviceId: string;
  key: PublicKey;
}

interface RefreshRow {
  id: string;
  family: string;
  expires_at: string;
  replaced_by: string | null;
  revoked: boolean;
}

/** A new family of refresh tokens, begun by a password. The device's former ones that ran out are swept away. */
export async function startSession(tx: Transaction, deps: ServerDeps, holder: Holder): Promise<TokenPair> {
  await tx.query('DELETE FROM refresh_tokens WHERE device_id = $1 AND expires_at < $2', [
    holder.deviceId,
    isoTime(deps.clock.now()),
  ]);
  const token = await addToken(tx, deps, holder, deps.ids.uuid());
  return pairOf(tx, deps, holder, token);
}

/**
 * Exchanges a refresh token for a new pair. Until the new refresh token is used, the previous one gives that same
 * token again (its answer may have been lost); from then on the previous one is a stolen copy, and the family ends.
 * A revoked device gets its wipe order, as on every call.
 */
export async function refresh(deps: ServerDeps, refreshToken: string): Promise<Result<TokenPair, RequestError>> {
  const claims = await verifyRefresh(deps.keys, refreshToken);
  // One that was issued while this machine's clock was ahead is known by its row, like any other.
  if (!claims) return signInAgain();
  return inTransaction(deps.database, async (tx) => {
    // The device before its session: one that is revoked has lost its sessions too, and must hear why. The user's lock
    // before the token's: whatever ends a user's sessions ends the one that this begins, too.
    const holder = await holderOf(tx, deps, claims.device_id);
    if (!holder.ok) return holder;
    const token = await lockToken(tx, claims.jti);
    if (!token || token.revoked) return signInAgain();
    if (Date.parse(token.expires_at) <= deps.clock.now()) {
      return refuse('TOKEN_EXPIRED', 'You have been away for too long: sign in again. What is unsent stays here.');
    }
    if (token.replaced_by === null) {
      const next = await addToken(tx, deps, holder.value, token.family);
      await tx.query('UPDATE refresh_tokens SET replaced_by = $2 WHERE id = $1', [token.id, next.id]);
      return ok(await pairOf(tx, deps, holder.value, next));
    }
    const next = await lockToken(tx, token.replaced_by);
    if (next && next.replaced_by === null) return ok(await pairOf(tx, deps, holder.value, next));
    await revokeFamily(tx, token.family);
    deps.log.warn({ device_id: claims.device_id }, 'a spent refresh token came back: its family is revoked');
    return refuse('TOKEN_REUSED', 'This session was used from elsewhere and is closed: sign in again.');
  });
}

const signInAgain = () => refuse('TOKEN_INVALID', 'This session is closed: sign in again. What is unsent stays here.');

/** Ends the session that a refresh token belongs to, or all sessions of the device where none is named. */
export async function logout(deps: ServerDeps, deviceId: string, refreshToken: string | undefined): Promise<void> {
  const claims = refreshToken === undefined ? null : await verifyRefresh(deps.keys, refreshToken);
  if (claims?.device_id === deviceId) {
    await deps.database.query(
      'UPDATE refresh_tokens SET revoked = true WHERE family = (SELECT family FROM refresh_tokens WHERE id = $1)',
      [claims.jti],
    );
    return;
  }
  await revokeSessions(deps.database, deviceId);
}

/** Ends every session of a device. */
export async function revokeSessions(database: Queryable, deviceId: string): Promise<void> {
  await database.query('UPDATE refresh_tokens SET revoked = true WHERE device_id = $1 AND NOT revoked', [deviceId]);
}

/** Ends every session of a user, on all devices. */
export async function revokeUserSessions(database: Queryable, userId: number): Promise<void> {
  await database.query('UPDATE refresh_tokens SET revoked = true WHERE user_id = $1 AND NOT revoked', [userId]);
}

const revokeFamily = (tx: Transaction, family: string) =>
  tx.query('UPDATE refresh_tokens SET revoked = true WHERE family = $1', [family]);

async function lockToken(tx: Transaction, id: string): Promise<RefreshRow | undefined> {
  const found = await tx.query<RefreshRow>(
    'SELECT id, family, expires_at, replaced_by, revoked FROM refresh_tokens WHERE id = $1 FOR UPDATE',
    [id],
  );
  return found.rows[0];
}

async function addToken(
  tx: Transaction,
  deps: ServerDeps,
  holder: Holder,
  family: string,
): Promise<{ id: string; expires_at: string }> {
  // Whole seconds, as tokens count them.
  const expires_at = isoTime((Math.floor(deps.clock.now() / 1000) + LIMITS.refreshTokenSeconds) * 1000);
  const id = deps.ids.uuid();
  await tx.query(
    'INSERT INTO refresh_tokens (id, family, user_id, device_id, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [id, family, holder.user.id, holder.deviceId, expires_at],
  );
  return { id, expires_at };
}

async function holderOf(tx: Transaction, deps: ServerDeps, deviceId: string): Promise<Result<Holder, RequestError>> {
  const found = await tx.query<User & { device: RevokedDevice & { is_active: boolean; public_key: PublicKey } }>(
    `SELECT ${columns.USER}, json_build_object('id', dv.id, 'is_active', dv.is_active, 'public_key', dv.public_key,
       'revoked_at', dv.revoked_at, 'revoke_reason', dv.revoke_reason, 'wipe_state', dv.wipe_state) AS device
     FROM devices dv JOIN users u ON u.id = dv.user_id WHERE dv.id = $1 FOR SHARE OF u`,
    [deviceId],
  );
  if (!found.rows[0]) return signInAgain();
  const { device, ...user } = found.rows[0];
  if (!device.is_active) return refuseRevoked(deps, device, tx);
  if (!user.is_active) return refuse('TOKEN_INVALID', 'This account is closed: ask the administrator.');
  return ok({ user, deviceId, key: device.public_key });
}

async function pairOf(
  tx: Transaction,
  deps: ServerDeps,
  { user, deviceId, key }: Holder,
  token: { id: string; expires_at: string },
): Promise<TokenPair> {
  const scope = await tx.query<{ scope_from: number }>('SELECT scope_from FROM users WHERE id = $1', [user.id]);
  const claims = {
    sub: String(user.id),
    device_id: deviceId,
    role: user.role,
    depot_id: user.depot_id,
    name: user.name,
    cnf: { jwk: key },
    scope_from: scope.rows[0]?.scope_from ?? 0,
    server_origins: deps.publicOrigins(),
  };
  const expiresAtMs = Date.parse(token.expires_at);
  return {
    access_token: await signAccess(deps.keys, claims, deps.clock.now()),
    refresh_token: await signRefresh(deps.keys, { id: token.id, userId: user.id, deviceId, expiresAtMs }),
  };
}
