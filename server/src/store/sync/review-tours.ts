import type { Change } from '#shared/domain/change.ts';
import { computeTour } from '#shared/domain/tour/compute-tour.ts';
import { plannedTour } from '#shared/domain/tour/settle-tours.ts';
import { type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import type { Transaction } from '../database.ts';
import { loadTours } from '../entities/tour.ts';
import { loadTourFacts } from '../entities/tour-facts.ts';
import { lockPeople } from './people-lock.ts';
import { advanceTours, type TourDeps } from './settle-tours.ts';
import { tourChanges } from './tour-changes.ts';

/**
 * HQ has changed what tours hang on: a device of their driver is revoked, an event out of quarantine is refused. Call it
 * behind every other lock. Gives what is to be said.
 */
export async function reviewTours(
  tx: Transaction,
  { users, days }: { users: number[]; days: TourDay[] },
  deps: TourDeps,
): Promise<Change[]> {
  const people = [...new Set([...users, ...days.map(({ driver_user_id }) => driver_user_id)])];
  await lockPeople(tx, people);
  const rows = await loadTours(tx, { users: people, days, lowest: [] });
  return advanceTours(
    tx,
    rows.filter(({ state }) => state !== 'SETTLED'),
    deps,
  );
}

/** HQ has planned something else for these days: each is a tour from then on, and is told anew. */
export async function planTours(
  tx: Transaction,
  days: (TourDay & { depot_id: number })[],
  deps: TourDeps,
): Promise<Change[]> {
  await lockPeople(
    tx,
    days.map(({ driver_user_id }) => driver_user_id),
  );
  const planned = [...new Map(days.map((day) => [tourId(day), plannedTour(day, day.depot_id)])).values()];
  await tx.query(
    `INSERT INTO tours (driver_user_id, day, depot_id, state)
     SELECT driver_user_id, day, depot_id, 'PLANNED'
     FROM json_to_recordset($1::json) AS r (driver_user_id integer, day date, depot_id integer)
     ORDER BY driver_user_id, day ON CONFLICT DO NOTHING`,
    [JSON.stringify(planned)],
  );
  const rows = await loadTours(tx, { users: [], days: planned, lowest: [] });
  const facts = await loadTourFacts(tx, rows, deps.upcasts);
  return tourChanges(
    tx,
    rows.map((row, index) => ({ row, computed: computeTour(facts[index] as (typeof facts)[number]) })),
    deps,
  );
}
