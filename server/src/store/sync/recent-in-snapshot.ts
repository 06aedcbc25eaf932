import { LIMITS } from '#shared/contract/limits.ts';
import type { ScopeEntities } from '#shared/contract/sync.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import type { TourRow } from '#shared/domain/tour/settle-tours.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import type { Queryable } from '../database.ts';
import { PAYMENT } from '../entities/payment.ts';
import { TOUR } from '../entities/tour.ts';
import { readTours } from './read-tours.ts';

/** Who loads and counts in a depot sees all of its tours; a driver, or whoever else, the own ones. */
const seesDepot = (caller: Caller): boolean =>
  caller.kind === 'hub' || caller.role === 'warehouse' || caller.role === 'clerk';

/** Tours and payments of the last days, the newest first: they come with the first page of a snapshot. */
export async function recentFor(
  db: Queryable,
  caller: Caller,
  sinceDay: string,
): Promise<Pick<ScopeEntities, 'tours' | 'payments'>> {
  const [hub, user] = caller.kind === 'hub' ? [caller.depotId, null] : [null, caller.userId];
  const tours = await db.query<TourRow>(
    `SELECT ${TOUR} FROM tours t WHERE t.day >= $1::date AND ($2::integer IS NULL OR t.depot_id = $2)
       AND ($3::integer IS NULL OR t.driver_user_id = $3) ORDER BY t.day DESC, t.driver_user_id LIMIT $4`,
    seesDepot(caller)
      ? [sinceDay, caller.depotId, null, LIMITS.recentInSnapshot]
      : [sinceDay, null, user, LIMITS.recentInSnapshot],
  );
  const payments = await db.query(
    `SELECT ${PAYMENT} FROM payments pm WHERE pm.collected_at >= $1::timestamptz
       AND ($2::integer IS NULL OR pm.depot_id = $2) AND ($3::integer IS NULL OR pm.user_id = $3)
     ORDER BY pm.collected_at DESC, pm.id LIMIT $4`,
    [startOfDay(sinceDay), hub, user, LIMITS.recentInSnapshot],
  );
  return { tours: await readTours(db, tours.rows, { forAdmin: false }), payments: payments.rows };
}
