import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import type { DesktopTours } from '#shared/contract/desktop/tours.ts';

/** A driver's day, as the list has it: what is open of the days before is on it too. */
export interface Tour {
  driverId: number;
  /** Null where the driver's name has not come here. */
  name: string | null;
  notes: DesktopDelivery[];
  done: number;
  failed: number;
  late: number;
  goods: Goods[];
}

/** How much of a product goes on the van. */
export interface Goods {
  productId: number;
  quantity: number;
}

const isDone = ({ status, handed_in }: DesktopDelivery): boolean =>
  status === 'VALIDATED' || status === 'PARTIAL' || handed_in === 'DELIVERY_VALIDATED';
const isFailed = (note: DesktopDelivery): boolean =>
  !isDone(note) && (note.status === 'FAILED' || note.handed_in === 'DELIVERY_FAILED');

/** The tours of a day by their drivers' names; a cancelled note is on none. */
export function toursOf(items: DesktopDelivery[], day: string): Tour[] {
  const byDriver = new Map<number, DesktopDelivery[]>();
  for (const note of items) {
    if (note.status === 'CANCELLED') continue;
    byDriver.set(note.driver_user_id, [...(byDriver.get(note.driver_user_id) ?? []), note]);
  }
  const tours = [...byDriver].map(([driverId, notes]) => ({
    driverId,
    name: notes[0]?.driver_name ?? null,
    notes,
    done: notes.filter(isDone).length,
    failed: notes.filter(isFailed).length,
    late: notes.filter((note) => note.planned_for < day && !isDone(note)).length,
    goods: goodsOf(notes),
  }));
  return tours.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
}

/** With what HQ says of it; null where HQ has said nothing yet. */
export type TourWithState = Tour & { atHq: DesktopTours['items'][number] | null };

/** Whoever sells from the van alone has no note, and a tour all the same. */
export function withTours(tours: Tour[], atHq: DesktopTours['items']): TourWithState[] {
  const ofDriver = new Map(atHq.map((tour) => [tour.driver_user_id, tour]));
  const known = tours.map((tour) => ({ ...tour, atHq: ofDriver.get(tour.driverId) ?? null }));
  const withoutNotes = atHq
    .filter(({ driver_user_id }) => !tours.some(({ driverId }) => driverId === driver_user_id))
    .map((tour) => ({ ...EMPTY, driverId: tour.driver_user_id, name: tour.driver_name, atHq: tour }));
  return [...known, ...withoutNotes];
}

const EMPTY = { notes: [], done: 0, failed: 0, late: 0, goods: [] };

/** What all of a tour's notes order, by product: what is loaded before it leaves. */
export function goodsOf(notes: Pick<DesktopDelivery, 'lines'>[]): Goods[] {
  const sums = new Map<number, number>();
  for (const { product_id, quantity } of notes.flatMap(({ lines }) => lines)) {
    sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
  }
  return [...sums].map(([productId, quantity]) => ({ productId, quantity })).sort((a, b) => a.productId - b.productId);
}
