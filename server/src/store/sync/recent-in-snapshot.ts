import { LIMITS } from '#shared/contract/limits.ts';
import type { ScopeEntities } from '#shared/contract/sync.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import type { TourRow } from '#shared/domain/tour/settle-tours.ts';
import { type Caller, workDepot } from '#shared/sync-server/caller.ts';
import type { Queryable } from '../database.ts';
import { PAYMENT } from '../entities/payment.ts';
import { TOUR } from '../entities/tour.ts';
import { readTours } from './read-tours.ts';

/** Tours and payments of the last days, the newest first: they come with the first page of a snapshot. A depot's hub and crew see all of its tours. */
export async function recentFor(
  db: Queryable,
  caller: Caller,
  sinceDay: string,
): Promise<Pick<ScopeEntities, 'tours' | 'payments'>> {
  const [hub, user] = caller.kind === 'hub' ? [caller.depotId, null] : [null, caller.userId];
  const tours = await db.query<TourRow>(
    `SELECT ${TOUR} FROM tours t WHERE t.day >= $1::date AND ($2::integer IS NULL OR t.depot_id = $2)
       AND ($3::integer IS NULL OR t.driver_user_id = $3) ORDER BY t.day DESC, t.driver_user_id LIMIT $4`,
    [sinceDay, workDepot(caller), workDepot(caller) === null ? user : null, LIMITS.recentInSnapshot],
  );
  const payments = await db.query(
    `SELECT ${PAYMENT} FROM payments pm WHERE pm.collected_at >= $1::timestamptz
       AND ($2::integer IS NULL OR pm.depot_id = $2) AND ($3::integer IS NULL OR pm.user_id = $3)
     ORDER BY pm.collected_at DESC, pm.id LIMIT $4`,
    [startOfDay(sinceDay), hub, user, LIMITS.recentInSnapshot],
  );
  return { tours: await readTours(db, tours.rows, { forAdmin: false }), payments: payments.rows };
}
