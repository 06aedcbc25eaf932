import type { Change } from '#shared/domain/change.ts';
import { type Advanced, tourEntity } from '#shared/domain/tour/settle-tours.ts';
import { type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { change } from '../build-change.ts';
import type { Queryable, Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';

export type Planned = { product_id: number; quantity: number }[];

/** Told to the driver, to whoever loads and counts in the depot, and to the depot's hub. */
export async function tourChanges(
  tx: Transaction,
  advanced: Pick<Advanced, 'row' | 'computed'>[],
  deps: { ids: Ids; clock: Clock },
): Promise<Change[]> {
  const rows = advanced.map(({ row }) => row);
  const [crews, planned] = await pipelined(loadCrews(tx, rows), loadPlanned(tx, rows));
  return advanced.map(({ row, computed }) => {
    const id = tourId(row);
    const payload = { ...tourEntity(row, computed, { forAdmin: false }), planned: planned.get(id) ?? [] };
    const users = [...new Set([row.driver_user_id, ...(crews.get(row.depot_id) ?? [])])];
    const subject = { entity_type: 'TOUR', entity_id: id, action: 'TOUR_UPDATED' } as const;
    return change(deps, subject, payload, { users }, [row.depot_id]);
  });
}

/** Warehouse hands and clerks, by depot. */
async function loadCrews(db: Queryable, tours: { depot_id: number }[]): Promise<Map<number, number[]>> {
  const { rows } = await db.query<{ id: number; depot_id: number }>(
    `SELECT id, depot_id FROM users
     WHERE depot_id = ANY ($1::integer[]) AND role IN ('warehouse', 'clerk') AND is_active ORDER BY id`,
    [tours.map(({ depot_id }) => depot_id)],
  );
  const byDepot = Map.groupBy(rows, ({ depot_id }) => depot_id);
  return new Map([...byDepot].map(([depot, crew]) => [depot, crew.map(({ id }) => id)]));
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
