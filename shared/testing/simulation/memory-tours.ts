import { emptyJournal } from '#shared/domain/journal.ts';
import { type ComputedTour, computeTour } from '#shared/domain/tour/compute-tour.ts';
import { tourEventOf } from '#shared/domain/tour/settle-tours.ts';
import type { DriverDevice, TourEvent } from '#shared/domain/tour/tour-facts.ts';
import { readTourId } from '#shared/domain/tour/tour-id.ts';
import type { MemoryState } from './memory-state.ts';
import type { HeldTour } from './server-fixture.ts';

/** Tours as they follow from the set of all events: in memory nobody settles them while the day goes on. */
export function memoryTours(state: MemoryState): HeldTour[] {
  const events = [...state.events.values()].flatMap(({ candidate, end }) => tourEventOf(candidate, end) ?? []);
  const delivered = new Map(
    [...state.deliveries].map(([id, { lines }]) => [
      id,
      lines.map(({ product_id, delivered: quantity = 0 }) => ({ product_id, quantity })),
    ]),
  );
  const about = Map.groupBy(
    events.filter(({ entity_type }) => entity_type === 'TOUR'),
    ({ entity_id }) => entity_id,
  );
  return [...about].flatMap(([id, own]) => {
    const tour = readTourId(id);
    const first = own.find(({ status }) => status === 'APPLIED');
    if (tour === null || first === undefined) return [];
    const ofDriver = events.filter(({ user_id }) => user_id === tour.driver_user_id).filter(isOfTour);
    const devices = devicesOf(state, tour.driver_user_id);
    const computed = computeTour({ tour, about: own, events: ofDriver, delivered, earlier: [], devices });
    return [{ ...tour, depot_id: state.users.get(first.user_id)?.depot_id ?? 0, ...heldTour(computed) }];
  });
}

/** As the server reads them. */
const isOfTour = ({ entity_type, status }: TourEvent): boolean =>
  ['DELIVERY', 'INVOICE', 'PAYMENT'].includes(entity_type) || status === 'WAITING' || status === 'QUARANTINED';

const devicesOf = (state: MemoryState, driver: number): DriverDevice[] =>
  [...state.devices.values()]
    .filter(({ user_id }) => user_id === driver)
    .map(({ id, revoked }) => ({
      ...{ id, is_active: !revoked, last_seen_at: null, last_event_at: null },
      journal: state.journals.get(id) ?? emptyJournal,
    }));

function heldTour(computed: ComputedTour): Omit<HeldTour, 'driver_user_id' | 'day' | 'depot_id'> {
  const { state, isComplete, confirmation, expected, counted, differences } = computed;
  const isSettled = isComplete && expected !== null && counted !== null && differences !== null;
  return {
    state: isSettled ? 'SETTLED' : state,
    confirmed_device: confirmation?.device_id ?? null,
    confirmed_seq: confirmation?.seq ?? null,
    settlement: isSettled ? { expected, counted, differences } : null,
  };
}
