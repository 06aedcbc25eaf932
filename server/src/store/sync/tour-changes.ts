import type { Change } from '#shared/domain/change.ts';
import { type Advanced, tourEntity } from '#shared/domain/tour/settle-tours.ts';
import { type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { changeAtDepot } from '../build-change.ts';
import type { Queryable, Transaction } from '../database.ts';

export type Planned = { product_id: number; quantity: number }[];

/** Told to the driver, to the depot's crew and to its hub. */
export async function tourChanges(
  tx: Transaction,
  advanced: Pick<Advanced, 'row' | 'computed'>[],
  deps: { ids: Ids; clock: Clock },
): Promise<Change[]> {
  const planned = await loadPlanned(
    tx,
    advanced.map(({ row }) => row),
  );
  return advanced.map(({ row, computed }) => {
    const id = tourId(row);
    const payload = { ...tourEntity(row, computed, { forAdmin: false }), planned: planned.get(id) ?? [] };
    const subject = { entity_type: 'TOUR', entity_id: id, action: 'TOUR_UPDATED' } as const;
    return changeAtDepot(deps, subject, payload, { depotId: row.depot_id, users: [row.driver_user_id] });
  });
}

/** What the deliveries of each tour order, by the tour's id. */
export async function loadPlanned(db: Queryable, tours: TourDay[]): Promise<Map<string, Planned>> {
  const { rows } = await db.query<TourDay & { product_id: number; quantity: number }>(
    `SELECT dl.driver_user_id, dl.planned_for AS day, l.product_id, sum(l.quantity)::integer AS quantity
     FROM unnest($1::integer[], $2::date[]) AS t (driver, day)
     JOIN deliveries dl ON dl.driver_user_id = t.driver AND dl.planned_for = t.day AND dl.status <> 'CANCELLED',
       jsonb_to_recordset(dl.lines) AS l (product_id integer, quantity integer)
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [tours.map(({ driver_user_id }) => driver_user_id), tours.map(({ day }) => day)],
  );
  const byTour = Map.groupBy(rows, tourId);
  return new Map(
    [...byTour].map(([id, lines]) => [id, lines.map(({ product_id, quantity }) => ({ product_id, quantity }))]),
  );
}
