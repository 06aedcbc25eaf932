import type { RequestError, Result } from '#shared/contract/errors.ts';
import { ok } from '#shared/contract/errors.ts';
import type { UnseenOfUser } from '#shared/contract/hq/records.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { SIGNAL_KINDS } from '#shared/domain/signals/signal.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../identity/deps.ts';
import type { Database, Transaction } from '../store/database.ts';
import { pgTextArray } from '../store/lists.ts';
import { type Actor, depotInSight } from './actor.ts';
import { type Acted, acted, changedBy, unchanged } from './acts/act.ts';
import { LISTINGS } from './lists/listings.ts';
import { readOne } from './lists/read-page.ts';

/**
 * Notes who has looked at an alert first, and when; whoever comes later changes nothing. Gives the alert as the list
 * does. One statement, so of two who look at once the row keeps one. 404 for what this actor may not see.
 */
export async function markSeen(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  id: string,
): Promise<Result<Acted<Record<string, unknown>>, RequestError>> {
  const { rowCount } = await tx.query(
    `UPDATE alerts SET seen_by = $2, seen_at = $3
     WHERE id = $1 AND seen_at IS NULL AND ($4::integer IS NULL OR depot_id = $4)`,
    [id, actor.userId, isoTime(deps.clock.now()), actor.depotId],
  );
  const found = await readOne(tx, LISTINGS.alerts, actor, id);
  if (!found.ok || rowCount === 0) return found.ok ? unchanged(found.value) : found;
  const { kind, seen_at } = found.value;
  return acted(
    found.value,
    changedBy({ what: 'ALERT_SEEN', type: 'ALERT' }, { id, kind, seen_at: null }, { id, kind, seen_at }),
  );
}

/** Those with the most unseen signals first. Alerts about goods, clocks and delays are no signals and do not count. */
export async function unseenByUser(
  database: Database,
  actor: Actor,
  asked: number | null,
): Promise<Result<{ items: UnseenOfUser[] }, RequestError>> {
  const depot = depotInSight(actor, asked);
  if (!depot.ok) return depot;
  const { rows } = await database.query<UnseenOfUser>(
    `SELECT u.id AS user_id, u.name AS user_name, count(*) AS unseen, max(a.created_at) AS newest_at
     FROM alerts a LEFT JOIN devices dv ON dv.id = a.device_id JOIN users u ON u.id = coalesce(a.user_id, dv.user_id)
     WHERE a.seen_at IS NULL AND a.kind = ANY ($1::text[]) AND ($2::integer IS NULL OR a.depot_id = $2)
     GROUP BY u.id ORDER BY unseen DESC, u.name, u.id LIMIT $3`,
    [pgTextArray([...SIGNAL_KINDS]), depot.value, LIMITS.adminPage],
  );
  return ok({ items: rows });
}
