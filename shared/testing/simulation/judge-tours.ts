import type { Made } from './ledger.ts';
import type { DayEnd, HeldEvent, HeldTour } from './server-fixture.ts';

type Stored = Made & { status: HeldEvent['status'] };

export interface TourCase {
  dayEnd: DayEnd;
  events: HeldEvent[];
  devices: { id: string; user_id: number }[];
  revoked: string[];
  /** Numbers of a device's journal whose copy was refused to its face: they count as seen. */
  refusedOf: (deviceId: string) => number[];
  /**
   * Whether a driver's phone was never set to a wrong time, and no hub could move what it recorded to another day: its money
   * is judged to the centime then.
   */
  isExact: (driver: number) => boolean;
}

/** Where each tour stands, and what a settled one comes to, from the events' own texts, without the product's code. */
export function tourFaults(inCase: TourCase): string[] {
  const events = inCase.events.map(({ body, status }): Stored => ({ ...(JSON.parse(body) as Made), status }));
  const known = new Set(inCase.dayEnd.tours.map(idOf));
  const unknown = [...new Set(events.filter(isOfTour).map(({ entity_id }) => entity_id))].filter(
    (id) => !known.has(id),
  );
  return [
    ...unknown.map((id) => `HQ has no tour ${id}, of which something was applied`),
    ...inCase.dayEnd.tours.flatMap((tour) => [
      ...stateFaults(tour, events, inCase),
      ...(tour.state === 'SETTLED' ? moneyFaults(tour, events, inCase) : []),
    ]),
  ];
}

const idOf = ({ driver_user_id, day }: Pick<HeldTour, 'driver_user_id' | 'day'>): string => `${driver_user_id}.${day}`;
const ABOUT = ['VAN_LOADED', 'TOUR_COUNTED', 'TOUR_CONFIRMED'];
const isOfTour = ({ action, status }: Stored): boolean => ABOUT.includes(action) && status === 'APPLIED';

function stateFaults(tour: HeldTour, events: Stored[], inCase: TourCase): string[] {
  const id = idOf(tour);
  const about = events.filter((event) => isOfTour(event) && event.entity_id === id);
  const counts = new Set(about.filter(({ action }) => action === 'TOUR_COUNTED').map((event) => event.id));
  const isSigned = about.some(
    (event) => event.action === 'TOUR_CONFIRMED' && counts.has(String(event.payload.confirms)),
  );
  const isLoaded = about.some(({ action }) => action === 'VAN_LOADED');
  const wanted = isSigned
    ? ['WAITING_FOR_EVENTS', 'SETTLED']
    : [counts.size > 0 ? 'COUNTED' : isLoaded ? 'LOADED' : 'PLANNED'];
  if (!wanted.includes(tour.state)) return [`tour ${id} is ${tour.state}, and should be ${wanted.join(' or ')}`];
  if (!isSigned) return [];
  const gaps = gapsOf(tour, events, inCase);
  const open = events.filter(
    ({ user_id, action, entity_id, status }) =>
      (user_id === tour.driver_user_id || (action === 'VAN_LOADED' && entity_id === id)) &&
      (status === 'WAITING' || status === 'QUARANTINED'),
  );
  if (tour.state === 'SETTLED')
    return gaps.own.map((seq) => `tour ${id} is settled without number ${seq} of its driver`);
  return gaps.own.length + gaps.others.length + open.length > 0 ? [] : [`tour ${id} waits for nothing`];
}

/** Numbers that HQ has not seen: below the confirmation on its device, anywhere on the driver's others that are not revoked. */
function gapsOf(tour: HeldTour, events: Stored[], { devices, revoked, refusedOf }: TourCase) {
  const missingIn = (device: string, below: number): number[] => {
    const seen = new Set([
      ...events.filter(({ device_id }) => device_id === device).map(({ seq }) => seq),
      ...refusedOf(device),
    ]);
    const end = Math.min(below, Math.max(0, ...seen) + 1);
    return Array.from({ length: Math.max(0, end - 1) }, (_, index) => index + 1).filter((seq) => !seen.has(seq));
  };
  const others = devices.filter(
    ({ id, user_id }) => user_id === tour.driver_user_id && id !== tour.confirmed_device && !revoked.includes(id),
  );
  return {
    own: missingIn(String(tour.confirmed_device), tour.confirmed_seq ?? 0),
    others: others.flatMap(({ id }) => missingIn(id, Number.POSITIVE_INFINITY)),
  };
}

/** What a driver's applied events before the confirmation say was taken, and what the count says was there. */
function moneyFaults(tour: HeldTour, events: Stored[], { devices, isExact }: TourCase): string[] {
  const { settlement, driver_user_id, confirmed_device, confirmed_seq } = tour;
  const id = idOf(tour);
  if (settlement === null) return [`tour ${id} is settled without figures`];
  const { expected, counted, differences } = settlement;
  const faults =
    differences.cash === counted.cash - expected.cash ? [] : [`tour ${id} differs by ${differences.cash} in cash`];
  const own = devices.filter(({ user_id }) => user_id === driver_user_id);
  if (own.length > 1 || !isExact(driver_user_id)) return faults;
  const taken = events
    .filter(({ device_id, status }) => device_id === confirmed_device && status === 'APPLIED')
    .filter(({ seq }) => seq < (confirmed_seq ?? 0))
    .map(moneyOf);
  const sum = (of: (one: Money) => number) => taken.reduce((all, one) => all + of(one), 0);
  const cheques = expected.cheques.reduce((all, { amount }) => all + amount, 0);
  const [cash, cheque] = [sum((one) => one.cash), sum((one) => one.cheque)];
  if (expected.cash !== cash) faults.push(`tour ${id} expects ${expected.cash} in cash, and ${cash} were taken`);
  if (cheques !== cheque) faults.push(`tour ${id} expects ${cheques} in cheques, and ${cheque} were taken`);
  return faults;
}

interface Money {
  cash: number;
  cheque: number;
}

function moneyOf({ action, payload }: Stored): Money {
  const said = payload as { [member: string]: unknown; cheque?: { amount?: number } };
  switch (action) {
    case 'DELIVERY_VALIDATED':
      return { cash: Number(said.cash_collected ?? 0), cheque: Number(said.cheque?.amount ?? 0) };
    case 'INVOICE_CREATED':
      return { cash: said.payment === 'CASH' && !said.delivery_id ? Number(said.total_ttc) : 0, cheque: 0 };
    case 'PAYMENT_COLLECTED':
      return said.method === 'CASH'
        ? { cash: Number(said.amount), cheque: 0 }
        : { cash: 0, cheque: Number(said.amount) };
    default:
      return { cash: 0, cheque: 0 };
  }
}
