import { metresBetween } from './metres-between.ts';

/** Where a stop is, where that is known. */
export interface RouteStop {
  id: string;
  place: { lat: number; lng: number } | null;
}

/**
 * The ids in the order of a drive that always goes to the nearest next, from where one is (else from the first that has a
 * known place). Stops whose place nobody knows stay behind, in their own order.
 */
export function nearestFirst(stops: readonly RouteStop[], from: RouteStop['place']): string[] {
  const left = stops.filter(({ place }) => place !== null);
  const route: string[] = [];
  let here = from ?? left[0]?.place ?? null;
  while (left.length > 0 && here !== null) {
    const next = nearest(left, here);
    left.splice(left.indexOf(next), 1);
    route.push(next.id);
    here = next.place;
  }
  return [...route, ...stops.filter(({ place }) => place === null).map(({ id }) => id)];
}

function nearest(stops: readonly RouteStop[], here: NonNullable<RouteStop['place']>): RouteStop {
  const metres = ({ place }: RouteStop) => (place === null ? Number.POSITIVE_INFINITY : metresBetween(here, place));
  return stops.reduce((best, stop) => (metres(stop) < metres(best) ? stop : best));
}

/** The same ids with one moved by a place, up (−1) or down (1); at an end it stays. */
export function movedBy(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const at = ids.indexOf(id);
  const to = at + by;
  const moved = [...ids];
  if (at === -1 || to < 0 || to >= ids.length) return moved;
  moved.splice(at, 1);
  moved.splice(to, 0, id);
  return moved;
}
