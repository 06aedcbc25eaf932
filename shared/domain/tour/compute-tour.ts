import type { Tour, TourDifferences, TourState, TourSums } from '#shared/contract/tour.ts';
import type { TourCounted } from '#shared/contract/tour-events.ts';
import { startOfDay } from '../company-day.ts';
import { isOpen, missingEvents, unprovedDevices } from './completeness.ts';
import { type GoodsLine, goodsDifferences, sumGoods, withoutLots } from './goods.ts';
import { belongs, dayOf, precedes } from './membership.ts';
import { chequeDifferences, moneyOf, sortCheques } from './money.ts';
import { movedGoods, statedGoods } from './moved-goods.ts';
import { signedCount } from './signed-count.ts';
import type { TourEvent, TourFacts } from './tour-facts.ts';

/** What a settlement fixes for good. */
export type Settlement = Pick<
  Tour,
  'missing' | 'unproved_devices' | 'loaded' | 'expected' | 'counted' | 'disputed' | 'differences'
>;

export interface ComputedTour extends Settlement {
  state: Exclude<TourState, 'SETTLED'>;
  count: TourEvent | null;
  confirmation: TourEvent | null;
  /** The count is signed, and everything that was recorded before is here and has its end: the tour is to be settled. */
  isComplete: boolean;
  /** Applied events of the day that stand behind the confirmation, and change nothing of the settlement. */
  later: TourEvent[];
}

/** A tour as it follows from the set of its events, whatever their order. */
export function computeTour(facts: TourFacts): ComputedTour {
  const { tour, about, devices, earlier } = facts;
  const { loadings, count, confirmation, later } = signedCount(about);
  const own = facts.events.filter((event) => belongs(event, tour.day, confirmation, earlier));
  const missing = missingEvents(devices, confirmation);
  const openLoadings = about.filter((event) => event.action === 'VAN_LOADED' && isOpen(event));
  const [firstLoading] = loadings.map(({ at }) => at).sort();
  return {
    state: confirmation ? 'WAITING_FOR_EVENTS' : count ? 'COUNTED' : loadings.length > 0 ? 'LOADED' : 'PLANNED',
    count,
    confirmation,
    isComplete: confirmation !== null && missing.length === 0 && ![...own, ...openLoadings].some(isOpen),
    later: [...later, ...behind(facts, own, confirmation)],
    missing,
    unproved_devices: unprovedDevices(devices, confirmation, firstLoading ?? startOfDay(tour.day)),
    ...sumsOf(loadings, own, count, facts.delivered),
    disputed: disputedIn(own),
  };
}

function sumsOf(
  loadings: TourEvent[],
  own: TourEvent[],
  count: TourEvent | null,
  delivered: TourFacts['delivered'],
): Pick<Settlement, 'loaded' | 'expected' | 'counted' | 'differences'> {
  const applied = own.filter(({ status }) => status === 'APPLIED');
  const loaded = loadings.flatMap(statedGoods);
  const left: GoodsLine[] = [...loaded, ...applied.flatMap((event) => movedGoods(event, delivered))];
  const found = count ? statedGoods(count) : [];
  const lotless = withoutLots([...left, ...found]);
  const money = applied.map(moneyOf);
  const expected: TourSums = {
    goods: sumGoods(left, lotless),
    cash: money.reduce((sum, { cash }) => sum + cash, 0),
    cheques: sortCheques(money.flatMap(({ cheque }) => cheque ?? [])),
  };
  const counted = count && countedSums(count, sumGoods(found, lotless));
  const goods = loadings.length > 0 ? goodsDifferences(left, found, lotless) : null;
  return {
    loaded: sumGoods(loaded, lotless),
    expected,
    counted,
    differences: counted && { goods, ...moneyDifferences(expected, counted) },
  };
}

function countedSums({ payload }: TourEvent, goods: TourSums['goods']): TourSums {
  const { cash_counted, cheques } = payload as unknown as TourCounted;
  const bare = cheques.map(({ bank, number, amount }) => ({ bank, number, amount }));
  return { goods, cash: cash_counted, cheques: sortCheques(bare) };
}

const moneyDifferences = (expected: TourSums, counted: TourSums): Pick<TourDifferences, 'cash' | 'cheques'> => ({
  cash: counted.cash - expected.cash,
  cheques: chequeDifferences(expected.cheques, counted.cheques),
});

const disputedIn = (own: TourEvent[]): Settlement['disputed'] =>
  own
    .filter(({ status }) => status === 'REJECTED')
    .map((event) => ({ event_id: event.id, ...moneyOf(event) }))
    .filter(({ cash, cheque }) => cash !== 0 || cheque !== null)
    .sort((a, b) => (a.event_id < b.event_id ? -1 : 1));

/** Whether it would change what is expected. */
export const hasEffect = (event: TourEvent, delivered: TourFacts['delivered']): boolean => {
  const { cash, cheque } = moneyOf(event);
  return event.status === 'APPLIED' && (cash !== 0 || cheque !== null || movedGoods(event, delivered).length > 0);
};

/** What the driver recorded on the tour's day behind the confirmation. */
function behind({ tour, events, earlier, delivered }: TourFacts, own: TourEvent[], confirmation: TourEvent | null) {
  if (confirmation === null) return [];
  const held = new Set(own);
  return events.filter(
    (event) =>
      !held.has(event) &&
      dayOf(event) === tour.day &&
      !earlier.some((signature) => precedes(event, signature)) &&
      hasEffect(event, delivered),
  );
}
