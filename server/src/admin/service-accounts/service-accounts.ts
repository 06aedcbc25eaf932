import { DAY_MS } from '#shared/contract/durations.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import {
  COMPANY_WIDE_SCOPES,
  type MadeServiceAccount,
  type NewServiceAccount,
  type ServiceAccount,
} from '#shared/contract/hq/service-accounts.ts';
import { isDay, startOfDay } from '#shared/domain/company-day.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { newServiceKey, serviceKeyHash } from '../../identity/service-keys.ts';
import { SERVICE_ACCOUNT } from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import { type Acted, acted, changedBy, madeBy, unchanged } from '../acts/act.ts';

/** Lets a program in: its key is in this answer and nowhere else. It works in the name of whoever made it. */
export async function makeServiceAccount(
  tx: Transaction,
  { clock, random, ids }: ServerDeps,
  { userId }: Pick<Actor, 'userId'>,
  { name, scopes, depot_id = null, expires_on = null }: NewServiceAccount,
): Promise<Result<Acted<MadeServiceAccount>, RequestError>> {
  const beyond = depot_id === null ? [] : scopes.filter((scope) => COMPANY_WIDE_SCOPES.includes(scope));
  if (beyond.length > 0) {
    return because(
      'SCOPES',
      'INVALID_REQUEST',
      `A key of one depot cannot have ${beyond.join(', ')}: that is the whole company's.`,
    );
  }
  const expiresAt = expires_on === null ? null : endOf(expires_on);
  if (expiresAt !== null && !(expiresAt > clock.now())) {
    return because('DAY_PAST', 'INVALID_REQUEST', 'The last day of the key is no day, or past already.');
  }
  const { key, prefix } = newServiceKey(random);
  const { rows } = await tx.query<ServiceAccount>(
    `WITH sa AS (
       INSERT INTO service_accounts (id, name, key_prefix, key_hash, scopes, depot_id, created_by, created_at, expires_at)
       SELECT $1, $2, $3, $4, $5, d.id, $7, $8, $9 FROM (SELECT 1) AS one LEFT JOIN depots d ON d.id = $6
       WHERE $6::integer IS NULL OR d.id IS NOT NULL RETURNING *)
     SELECT ${SERVICE_ACCOUNT} FROM sa JOIN users u ON u.id = sa.created_by`,
    [
      ...[ids.uuid(), name, prefix, serviceKeyHash(key), scopes, depot_id, userId, isoTime(clock.now())],
      expiresAt === null ? null : isoTime(expiresAt),
    ],
  );
  const account = rows[0];
  if (!account) return refuse('NOT_FOUND', `There is no depot ${depot_id}.`);
  return acted({ account, key }, madeBy({ what: 'SERVICE_ACCOUNT_MADE', type: 'SERVICE_ACCOUNT' }, account));
}

/** The end of a day in Algiers; NaN where the calendar has no such day. */
const endOf = (day: string): number => (isDay(day) ? Date.parse(startOfDay(day)) + DAY_MS : Number.NaN);

/** A key that opens nothing any more. One that was revoked already stays as it is. */
export async function revokeServiceAccount(
  tx: Transaction,
  { clock }: ServerDeps,
  { id, reason }: { id: string; reason: string | undefined },
): Promise<Result<Acted<ServiceAccount>, RequestError>> {
  const { rows } = await tx.query<ServiceAccount>(
    `SELECT ${SERVICE_ACCOUNT} FROM service_accounts sa JOIN users u ON u.id = sa.created_by WHERE sa.id = $1
     FOR UPDATE OF sa`,
    [id],
  );
  const account = rows[0];
  if (!account) return refuse('NOT_FOUND', `There is no service account ${id}.`);
  if (account.revoked_at !== null) return unchanged(account);
  const revoked = { ...account, revoked_at: isoTime(clock.now()) };
  await tx.query('UPDATE service_accounts SET revoked_at = $2 WHERE id = $1', [id, revoked.revoked_at]);
  return acted(
    revoked,
    changedBy({ what: 'SERVICE_ACCOUNT_REVOKED', type: 'SERVICE_ACCOUNT' }, account, revoked, reason),
  );
}
