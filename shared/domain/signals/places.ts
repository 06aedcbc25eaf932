import { metresBetween } from '../metres-between.ts';
import { goodPlace, type Place, type Stop } from './stop.ts';
import { SIGNAL_THRESHOLDS } from './thresholds.ts';

/** What a signal of place shows as its evidence: metres and minutes, whole ones, and where it becomes odd. */
export interface FarFromClient {
  client_id: string;
  distance_m: number;
  /** Of both places together. */
  accuracy_m: number;
  limit_m: number;
  place: Place;
  client_place: Place;
}

/** A stop that was recorded further from its client than streets and fixes explain. */
export function farFromClient(
  stop: Pick<Stop, 'place'>,
  client: { id: string; location: unknown },
): FarFromClient | null {
  const clientPlace = goodPlace(client.location);
  if (!stop.place || !clientPlace) return null;
  const distance = metresBetween(stop.place, clientPlace);
  const accuracy = stop.place.accuracy_m + clientPlace.accuracy_m;
  if (distance <= SIGNAL_THRESHOLDS.farFromClientM + accuracy) return null;
  return {
    client_id: client.id,
    distance_m: Math.round(distance),
    accuracy_m: Math.round(accuracy),
    limit_m: SIGNAL_THRESHOLDS.farFromClientM,
    place: stop.place,
    client_place: clientPlace,
  };
}

export interface TooFast {
  from_event_id: string;
  to_event_id: string;
  from_at: string;
  to_at: string;
  /** What is left of the way when both fixes err towards each other. */
  distance_m: number;
  minutes: number;
  speed_kmh: number;
  limit_kmh: number;
  /** One phone, or two of one user. */
  same_device: boolean;
}

const hoursBetween = (from: Stop, to: Stop): number => (Date.parse(to.at) - Date.parse(from.at)) / 3_600_000;

/** Two stops of one user, neighbours in time, `from` the earlier: too far apart for anybody who drove. */
export function tooFast(from: Stop, to: Stop): TooFast | null {
  const { tooFastKmh, tooFastMinKm, tooFastWindowHours } = SIGNAL_THRESHOLDS;
  if (!from.place || !to.place) return null;
  const sameDevice = from.device_id === to.device_id;
  // A device's numbers are sure and its clock is not: where the two disagree, the clock was set, and time is no measure.
  if (sameDevice && from.seq > to.seq) return null;
  const hours = hoursBetween(from, to);
  if (hours > tooFastWindowHours) return null;
  const metres = metresBetween(from.place, to.place) - from.place.accuracy_m - to.place.accuracy_m;
  if (metres < tooFastMinKm * 1_000) return null;
  // No two stops are made in the same second, whatever their times say.
  const kmh = metres / 1_000 / Math.max(hours, 1 / 3_600);
  if (kmh <= tooFastKmh) return null;
  return {
    from_event_id: from.event_id,
    to_event_id: to.event_id,
    from_at: from.at,
    to_at: to.at,
    distance_m: Math.round(metres),
    minutes: Math.round(hours * 600) / 10,
    speed_kmh: Math.round(kmh),
    limit_kmh: tooFastKmh,
    same_device: sameDevice,
  };
}

/** A pair of neighbours in time of which at least one is new: odd or not, it takes the place of what was said of `to`. */
export interface JudgedPair {
  to: Stop;
  /** `to` was here before: what had been said of it and an earlier neighbour may hold no longer. */
  toWasKnown: boolean;
  found: TooFast | null;
}

/**
 * Judges the new stops of one user against their neighbours. `known` holds the stored neighbours of each new one. What
 * is left in the end is the same in whatever order stops arrive: of each stop, its pair with the one before it.
 */
export function judgePairs(fresh: Stop[], known: Stop[]): JudgedPair[] {
  const isFresh = new Set(fresh.map(({ event_id }) => event_id));
  const all = new Map([...known, ...fresh].map((stop) => [stop.event_id, stop]));
  const sorted = [...all.values()].sort(byTime);
  return sorted.flatMap((to, index) => {
    const from = sorted[index - 1];
    // Beyond the window neither is known to be the other's neighbour, so nothing that was said is touched.
    if (!from || hoursBetween(from, to) > SIGNAL_THRESHOLDS.tooFastWindowHours) return [];
    if (!(isFresh.has(from.event_id) || isFresh.has(to.event_id))) return [];
    return [{ to, toWasKnown: !isFresh.has(to.event_id), found: tooFast(from, to) }];
  });
}

const byTime = (a: Stop, b: Stop): number => compare(a.at, b.at) || compare(a.event_id, b.event_id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
