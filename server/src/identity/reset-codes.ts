import type { Role } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { OneTimeCode, ResetRequest } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { AlertKind } from '#shared/domain/decide/plan.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Origin } from '#shared/sync-server/origin.ts';
import { because } from '../http/because.ts';
import { inTransaction, type Transaction } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';
import type { HashTurns } from './hash-turns.ts';
import { loginCounters } from './login-throttle.ts';
import { codeHash, newCode } from './one-time-code.ts';
import { hashPassword } from './passwords.ts';
import { revokeUserSessions } from './sessions.ts';
import type { Tries } from './tries.ts';

/** What a one-time code opens: a forgotten password, or the place of a phone that is given up for another. */
export type CodePurpose = 'PASSWORD' | 'DEVICE';

/** Under which HQ finds among its alerts who made which. */
const ALERT_OF = { PASSWORD: 'RESET_CODE', DEVICE: 'DEVICE_CODE' } as const satisfies Record<CodePurpose, AlertKind>;

/** Who makes a code: an admin for anybody, a clerk for those who work in its own depot. */
export interface CodeMaker {
  userId: number;
  /** The clerk's depot; null for an admin. */
  depotId: number | null;
}

/** Whose passwords a clerk may open: those of the yard, never another clerk's or HQ's. */
const OF_THE_YARD: readonly Role[] = ['driver', 'seller', 'warehouse'];

/**
 * Makes the code that opens a user's forgotten password (and with the sign-in that follows, a forgotten PIN), or lets one
 * of the user's phones be given up. A new one replaces the one before it. HQ finds it among the alerts: who made it, and
 * for whom.
 */
export async function createUserCode(
  tx: Transaction,
  deps: ServerDeps,
  maker: CodeMaker,
  { userId, purpose }: { userId: number; purpose: CodePurpose },
): Promise<Result<OneTimeCode, RequestError>> {
  const { rows } = await tx.query<{ role: Role; depot_id: number | null; is_active: boolean }>(
    'SELECT role, depot_id, is_active FROM users WHERE id = $1',
    [userId],
  );
  const user = rows[0];
  if (!user || (maker.depotId !== null && user.depot_id !== maker.depotId)) {
    return refuse('NOT_FOUND', `There is no user ${userId}.`);
  }
  if (maker.depotId !== null && !OF_THE_YARD.includes(user.role)) {
    return refuse('FORBIDDEN', 'A clerk makes codes for drivers, sellers and warehouse hands: ask an administrator.');
  }
  if (!user.is_active)
    return because('ACCOUNT_CLOSED', 'CONFLICT', 'This account is closed: a code would open nothing.');
  const code = newCode(deps.random);
  const nowMs = deps.clock.now();
  const now = isoTime(nowMs);
  const expires_at = isoTime(nowMs + LIMITS.resetCodeSeconds * 1000);
  await tx.query(
    `INSERT INTO reset_codes (user_id, code_hash, created_by, created_at, expires_at, purpose)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (user_id, purpose) DO UPDATE SET code_hash = excluded.code_hash, created_by = excluded.created_by,
       created_at = excluded.created_at, expires_at = excluded.expires_at, attempts = 0`,
    [userId, codeHash(code), maker.userId, now, expires_at, purpose],
  );
  await tx.query(
    `INSERT INTO alerts (id, kind, depot_id, details, created_at)
     VALUES ($1, $6, $2, jsonb_build_object('user_id', $3::integer, 'made_by', $4::integer), $5)`,
    [deps.ids.uuid(), user.depot_id, userId, maker.userId, now, ALERT_OF[purpose]],
  );
  return ok({ code, expires_at });
}

/** Takes back whatever codes a user was given. */
export async function forgetCodes(tx: Transaction, userId: number): Promise<void> {
  await tx.query('DELETE FROM reset_codes WHERE user_id = $1', [userId]);
}

interface CodeRow {
  code_hash: string;
  expires_at: string;
  attempts: number;
}

/**
 * Sets a new password for the right code, and ends every session of the user: whoever had the old password is out. A
 * wrong code, an old one and an unknown name get the same answer, and a code dies of a few wrong tries.
 */
export async function resetPassword(
  deps: ServerDeps,
  { tries, turns }: { tries: Tries; turns: HashTurns },
  request: ResetRequest,
  origin: Origin,
): Promise<Result<{ reset: true }, RequestError>> {
  const username = request.username.trim().toLowerCase();
  return tries.guard({
    counters: loginCounters({ username, origin, knownDevice: null }),
    detail: (seconds) => `Too many wrong codes: try again in ${seconds} s.`,
    work: () => turns.run(() => inTransaction(deps.database, (tx) => spendCode(tx, deps, username, request))),
    wrong: 'INVALID_CREDENTIALS',
  });
}

async function spendCode(
  tx: Transaction,
  deps: ServerDeps,
  username: string,
  { code, new_password }: ResetRequest,
): Promise<Result<{ reset: true }, RequestError>> {
  const { rows } = await tx.query<{ id: number }>('SELECT id FROM users WHERE username = $1 AND is_active', [username]);
  const userId = rows[0]?.id;
  if (userId === undefined || !(await isRightCode(tx, deps, userId, 'PASSWORD', code))) return wrongCode();
  const hash = await hashPassword(new_password, deps.random);
  await tx.query('UPDATE users SET password_hash = $2 WHERE id = $1', [userId, hash]);
  await revokeUserSessions(tx, userId);
  return ok({ reset: true });
}

/**
 * Whether this is the user's code for that, and still good: then it is spent. Its row is locked, so that tries at once
 * follow one another, and a wrong one counts even where the request is refused: a code dies of a few.
 */
export async function isRightCode(
  tx: Transaction,
  { clock }: Pick<ServerDeps, 'clock'>,
  userId: number,
  purpose: CodePurpose,
  code: string,
): Promise<boolean> {
  const { rows } = await tx.query<CodeRow>(
    'SELECT code_hash, expires_at, attempts FROM reset_codes WHERE user_id = $1 AND purpose = $2 FOR UPDATE',
    [userId, purpose],
  );
  const known = rows[0];
  if (!known || known.attempts >= LIMITS.resetCodeAttempts || Date.parse(known.expires_at) <= clock.now()) return false;
  if (known.code_hash !== codeHash(code)) {
    await tx.query('UPDATE reset_codes SET attempts = attempts + 1 WHERE user_id = $1 AND purpose = $2', [
      userId,
      purpose,
    ]);
    return false;
  }
  await tx.query('DELETE FROM reset_codes WHERE user_id = $1 AND purpose = $2', [userId, purpose]);
  return true;
}

const wrongCode = () =>
  refuse('INVALID_CREDENTIALS', 'The user name or the code is wrong, or the code is too old: ask for a new one.');
