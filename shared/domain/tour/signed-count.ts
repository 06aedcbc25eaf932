import type { TourEvent } from './tour-facts.ts';

const isCount = ({ action }: TourEvent): boolean => action === 'TOUR_COUNTED';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byTime = (a: TourEvent, b: TourEvent): number => compare(a.at, b.at) || compare(a.id, b.id);

/** What counts of all that is recorded about a tour. */
export interface SignedCount {
  loadings: TourEvent[];
  /** The count that the confirmation is under; without one the newest that no other replaces. */
  count: TourEvent | null;
  /** The driver's signature under a count: of several, the one with the lowest number. */
  confirmation: TourEvent | null;
  /** Counts and signatures that came after these. */
  later: TourEvent[];
}

export function signedCount(about: readonly TourEvent[]): SignedCount {
  const applied = about.filter(({ status }) => status === 'APPLIED');
  const counts = new Map(applied.filter(isCount).map((event) => [event.id, event]));
  const confirmations = applied
    .filter(({ action, payload }) => action === 'TOUR_CONFIRMED' && counts.has(String(payload.confirms)))
    .sort((a, b) => a.seq - b.seq || byTime(a, b));
  const [confirmation = null, ...others] = confirmations;
  const count = confirmation ? counts.get(String(confirmation.payload.confirms)) : newest([...counts.values()]);
  const laterCounts = [...counts.values()].filter((event) => count && byTime(event, count) > 0);
  return {
    loadings: applied.filter(({ action }) => action === 'VAN_LOADED'),
    count: count ?? null,
    confirmation,
    later: confirmation ? [...laterCounts, ...others] : [],
  };
}

function newest(counts: TourEvent[]): TourEvent | undefined {
  const replaced = new Set(counts.map(({ payload }) => payload.replaces));
  return counts
    .filter(({ id }) => !replaced.has(id))
    .sort(byTime)
    .at(-1);
}
