import type { User } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { LoginRequest, LoginResponse } from '#shared/contract/identity.ts';
import { actsAtDesk } from '#shared/domain/desk-roles.ts';
import type { Origin } from '#shared/sync-server/origin.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import { inTransaction, type Transaction } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';
import { registerDevice } from './devices.ts';
import type { HashTurns } from './hash-turns.ts';
import { loginCounters } from './login-throttle.ts';
import { verifyPassword } from './passwords.ts';
import { signedPhoneSecret } from './phone-secret.ts';
import { bareKey, isOnCurve, refuseKey } from './public-keys.ts';
import { startSession } from './sessions.ts';
import type { Tries } from './tries.ts';

type KnownUser = User & { password_hash: string };

/** Who signs in with a password, and from which device. The first sign-in of a device registers it. */
export async function login(
  deps: ServerDeps,
  { tries, turns }: { tries: Tries; turns: HashTurns },
  request: LoginRequest,
  origin: Origin,
): Promise<Result<LoginResponse, RequestError>> {
  if (!isOnCurve(request.device.public_key)) return refuseKey();
  const username = request.username.trim().toLowerCase();
  const knownDevice = await ownDevice(deps, username, request.device.id);
  const checked = await tries.guard({
    counters: loginCounters({ username, origin, knownDevice }),
    detail: (seconds) => `Too many wrong passwords: try again in ${seconds} s.`,
    work: () => turns.run(() => userByPassword(deps, username, request.password)),
    wrong: 'INVALID_CREDENTIALS',
  });
  if (!checked.ok) return checked;
  const { password_hash, ...user } = checked.value;
  if (request.desk !== undefined && !actsAtDesk(user, request.desk)) return notAClerk();
  return inTransaction(deps.database, async (tx) => {
    // Whoever closed the account, or set another password, while this one was being checked, has ended its sessions.
    if (!(await stillOpens(tx, user.id, password_hash))) return wrongPassword();
    const giveUp = { id: request.give_up, code: request.give_up_code };
    const registered = await registerDevice(tx, deps, user, request.device, giveUp);
    if (!registered.ok) return registered;
    const { device, changes } = registered.value;
    const key = bareKey(request.device.public_key);
    const tokens = await startSession(tx, deps, { user, deviceId: device.id, key });
    const { nonce } = request;
    const phone_secret = await signedPhoneSecret(tx, deps, { userId: user.id, deviceId: device.id, key, nonce });
    await appendChanges(tx, changes);
    return ok({ ...tokens, user, device, phone_secret });
  });
}

/** The device's id where this user has signed in on it before and it is not revoked; else null. */
async function ownDevice(deps: ServerDeps, username: string, deviceId: string): Promise<string | null> {
  const found = await deps.database.query(
    'SELECT FROM devices dv JOIN users u ON u.id = dv.user_id WHERE dv.id = $1 AND dv.is_active AND u.username = $2',
    [deviceId, username],
  );
  return found.rowCount === 1 ? deviceId : null;
}

async function userByPassword(
  deps: ServerDeps,
  username: string,
  password: string,
): Promise<Result<KnownUser, RequestError>> {
  const found = await deps.database.query<KnownUser>(
    `SELECT ${columns.USER}, u.password_hash FROM users u WHERE u.username = $1`,
    [username],
  );
  const row = found.rows[0];
  const matches = await verifyPassword(password, row?.password_hash ?? null);
  if (!row || !matches || !row.is_active) {
    return wrongPassword();
  }
  return ok(row);
}

/** Locks the user: two sign-ins, and whatever ends sessions, follow one another. */
async function stillOpens(tx: Transaction, userId: number, passwordHash: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT FROM users WHERE id = $1 AND is_active AND password_hash = $2 FOR UPDATE',
    [userId, passwordHash],
  );
  return rowCount === 1;
}

const notAClerk = () => refuse('FORBIDDEN', 'Only clerks of this depot, and administrators, act at its computer.');
const wrongPassword = () => refuse('INVALID_CREDENTIALS', 'The user name or the password is wrong.');
