import type { Tour } from '#shared/contract/tour.ts';
import { UPCASTS } from '#shared/domain/actions/index.ts';
import { computeTour } from '#shared/domain/tour/compute-tour.ts';
import { type TourRow, tourEntity } from '#shared/domain/tour/settle-tours.ts';
import { tourId } from '#shared/domain/tour/tour-id.ts';
import type { Queryable } from '../database.ts';
import { loadTourFacts } from '../entities/tour-facts.ts';
import { loadPlanned } from './tour-changes.ts';

/** Tours as they are now: what is not settled is computed from its events. In the order of the rows. */
export async function readTours(db: Queryable, rows: TourRow[], who: { forAdmin: boolean }): Promise<Tour[]> {
  const open = rows.filter(({ state }) => state !== 'SETTLED');
  const [facts, planned] = [await loadTourFacts(db, open, UPCASTS), await loadPlanned(db, rows)];
  const computed = new Map(facts.map((of) => [tourId(of.tour), computeTour(of)]));
  return rows.map((row) => {
    const id = tourId(row);
    return { ...tourEntity(row, computed.get(id) ?? null, who), planned: planned.get(id) ?? [] };
  });
}
