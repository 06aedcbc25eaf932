import { dayAt } from '#shared/domain/company-day.ts';
import { deliveredTotals } from '#shared/domain/delivered-totals.ts';
import type { Stop } from '../store/views.ts';

/** What a stop shows for its end: the server's statement where that is final, else what was done here and was not refused. */
export function shownStatus({ status, own }: Stop): Stop['status'] {
  if (own === null || own.state === 'person') return status;
  if (own.action === 'DELIVERY_FAILED') return status === 'PENDING' ? 'FAILED' : status;
  // A failed delivery is not final: what was handed over later ends it.
  if (status !== 'PENDING' && status !== 'FAILED') return status;
  return own.is_partial ? 'PARTIAL' : 'VALIDATED';
}

/**
 * What was handed over is worth, in centimes: as it was recorded here, until the server's own lines say it. Null where
 * nothing was, or where this phone does not know how much.
 */
export function handedOver(stop: Stop): number | null {
  if (!isDone(stop)) return null;
  const { own, status, lines } = stop;
  // The server has not spoken: its lines are what was ordered.
  if (own !== null && own.state !== 'person' && !isEnded(status)) return own.record?.total_ttc ?? null;
  return deliveredTotals({ status, lines })?.total_ttc ?? null;
}

const isEnded = (status: Stop['status']): boolean => status === 'VALIDATED' || status === 'PARTIAL';

/** Handed over, as far as this phone knows. */
export const isDone = (stop: Stop): boolean => isEnded(shownStatus(stop));

/** HQ took it off the tour: neither to do nor done. */
export const isCancelled = (stop: Stop): boolean => stop.status === 'CANCELLED';

/** Tried in vain, and to be tried again. */
export const isFailed = (stop: Stop): boolean => shownStatus(stop) === 'FAILED';

/** Planned for an earlier day and still to be delivered. */
export const isLate = (stop: Stop, today: string): boolean => isOpen(stop) && stop.planned_for < today;

/** Passed by on this day, and still to be done: on another day it has its place again. */
export const isSkipped = (stop: Stop, today: string): boolean =>
  isOpen(stop) && !isFailed(stop) && stop.skipped !== null && dayAt(stop.skipped.at) === today;

export const isOpen = (stop: Stop): boolean => !isDone(stop) && !isCancelled(stop);

export interface SplitTour {
  next: Stop | null;
  upcoming: Stop[];
  finished: Stop[];
  cancelled: Stop[];
}

/**
 * Splits a tour into the stop to go to, those after it, those behind, and those HQ took off. What was passed by today comes
 * after the others, and what failed comes last again.
 */
export function splitTour(stops: Stop[], today: string): SplitTour {
  const open = stops.filter(isOpen);
  const isUntouched = (stop: Stop) => !isFailed(stop) && !isSkipped(stop, today);
  const skipped = open.filter((stop) => isSkipped(stop, today));
  const inOrder = [...open.filter(isUntouched), ...skipped, ...open.filter(isFailed)];
  return {
    next: inOrder[0] ?? null,
    upcoming: inOrder.slice(1),
    finished: stops.filter(isDone),
    cancelled: stops.filter(isCancelled),
  };
}
