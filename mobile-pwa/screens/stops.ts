import type { Stop } from '../store/views.ts';

/** Done as far as this phone knows: by the server's word, or by what was done here and has not been refused. */
export const isDone = (stop: Stop): boolean =>
  stop.status !== 'PENDING' || (stop.own !== null && stop.own.state !== 'person');

/** What a stop shows for its end: the server's word where there is one, else what was done here. */
export function shownStatus(stop: Stop): Stop['status'] {
  if (stop.status !== 'PENDING' || stop.own === null || stop.own.state === 'person') return stop.status;
  if (stop.own.action === 'DELIVERY_FAILED') return 'FAILED';
  return stop.own.is_partial ? 'PARTIAL' : 'VALIDATED';
}

/** Splits a tour into the stop to go to, those after it, and those behind. Cancelled ones are behind. */
export function splitTour(stops: Stop[]): { next: Stop | null; upcoming: Stop[]; finished: Stop[] } {
  const open = stops.filter((stop) => !isDone(stop));
  return { next: open[0] ?? null, upcoming: open.slice(1), finished: stops.filter(isDone) };
}
