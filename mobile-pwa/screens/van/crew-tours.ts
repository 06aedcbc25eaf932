import type { TourState } from '#shared/contract/tour.ts';
import type { DepotDelivery } from '../../store/depot-work.ts';
import type { TourView } from '../../store/views.ts';

/** One driver's van of the day, as the depot's crew sees it. */
export interface CrewTour {
  driver_user_id: number;
  driver_name: string | null;
  /** Deliveries that are still to be done. */
  notes: number;
  state: TourState;
}

/** Each driver who has something to deliver or a tour on this day, by name. */
export function crewTours(deliveries: readonly DepotDelivery[], tours: readonly TourView[]): CrewTour[] {
  const vans = new Map<number, CrewTour>();
  for (const { driver_user_id, driver_name, state } of tours)
    vans.set(driver_user_id, { driver_user_id, driver_name, notes: 0, state });
  for (const { driver_user_id, driver_name } of deliveries) {
    const van = vans.get(driver_user_id) ?? { driver_user_id, driver_name, notes: 0, state: 'PLANNED' };
    vans.set(driver_user_id, { ...van, notes: van.notes + 1 });
  }
  return [...vans.values()].sort((a, b) => (a.driver_name ?? '').localeCompare(b.driver_name ?? '', 'fr'));
}
