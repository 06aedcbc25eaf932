import { expect, test } from 'vitest';
import { computeTour } from './compute-tour.ts';
import { advance, alertsOfLate, plannedTour, tourEntity } from './settle-tours.ts';
import type { DriverDevice, TourEvent, TourFacts } from './tour-facts.ts';

const DAY = '2026-11-22';
const TOUR = { driver_user_id: 1, day: DAY };
const PHONE = '00000000-0000-7000-8000-00000000000a';
const TABLET = '00000000-0000-7000-8000-00000000000b';
const HAND = '00000000-0000-7000-8000-0000000000ff';
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
let made = 0;

const event = (entity: string, action: string, payload: object, more: Partial<TourEvent> = {}): TourEvent => {
  made += 1;
  return {
    ...{ id: uuid(made), user_id: 1, device_id: PHONE, seq: made, entity_type: entity, entity_id: `1.${DAY}`, action },
    ...{ payload: payload as Record<string, unknown>, status: 'APPLIED', at: `${DAY}T10:00:00.000Z` },
    ...more,
  };
};
const ofHand = { user_id: 5, device_id: HAND };
const loading = (lines: object[], more = {}) =>
  event('TOUR', 'VAN_LOADED', { ...TOUR, lines }, { ...ofHand, at: `${DAY}T06:00:00.000Z`, ...more });
const count = (payload: object = {}, more = {}) =>
  event(
    'TOUR',
    'TOUR_COUNTED',
    { ...TOUR, lines: [], cash_counted: 0, cheques: [], ...payload },
    { ...ofHand, at: `${DAY}T17:00:00.000Z`, ...more },
  );
const confirmation = (of: TourEvent, more: Partial<TourEvent> = {}) =>
  event('TOUR', 'TOUR_CONFIRMED', { confirms: of.id, checksum: '' }, { at: `${DAY}T17:10:00.000Z`, seq: 10, ...more });
const payment = (amount: number, more: Partial<TourEvent> = {}, payload: object = {}) =>
  event('PAYMENT', 'PAYMENT_COLLECTED', { amount, method: 'CASH', ...payload }, more);
const delivery = (id: number, payload: object = {}, more: Partial<TourEvent> = {}) =>
  event('DELIVERY', 'DELIVERY_VALIDATED', payload, { entity_id: uuid(id), ...more });
const sale = (payload: object, more: Partial<TourEvent> = {}) =>
  event('INVOICE', 'INVOICE_CREATED', { payment: 'CASH', total_ttc: 500, handed_over: true, ...payload }, more);

const phone = (
  complete_up_to: number,
  runs: [number, number][] = [],
  more: Partial<DriverDevice> = {},
): DriverDevice => ({
  id: PHONE,
  is_active: true,
  last_seen_at: `${DAY}T18:00:00.000Z`,
  last_event_at: `${DAY}T17:10:00.000Z`,
  journal: { complete_up_to, runs: runs.map(([from, to]) => ({ from, to, checksum: '', prev: null })) },
  ...more,
});
const factsOf = (about: TourEvent[], events: TourEvent[] = [], more: Partial<TourFacts> = {}): TourFacts => ({
  ...{ tour: TOUR, about, events, delivered: new Map(), earlier: [], devices: [phone(10)] },
  ...more,
});
const CASE = { product_id: 1, quantity: 20 };
const context = { now: `${DAY}T18:00:00.000Z`, newId: () => uuid(999) };

test('[TOUR-3] the state follows from the set of events', () => {
  const [loaded, counted] = [loading([CASE]), count()];
  const signed = confirmation(counted);
  const stateOf = (...about: TourEvent[]) => computeTour(factsOf(about, [], { devices: [phone(8, [[10, 10]])] })).state;
  expect([stateOf(), stateOf(loaded), stateOf(loaded, counted)]).toEqual(['PLANNED', 'LOADED', 'COUNTED']);
  expect(stateOf(signed, counted, loaded)).toBe('WAITING_FOR_EVENTS');
  expect(stateOf(loaded, confirmation(loaded))).toBe('LOADED');
  expect(stateOf(loaded, { ...counted, status: 'QUARANTINED' }, signed)).toBe('LOADED');
});

test('[TOUR-3] whatever the order of its events, a tour comes to the same', () => {
  const counted = count({
    lines: [{ product_id: 1, quantity: 9, lot_number: 'a 1', condition: 'GOOD' }],
    cash_counted: 900,
  });
  const about = [
    loading([{ ...CASE, lot_number: 'A1' }]),
    loading([{ ...CASE, lot_number: 'a 1' }]),
    counted,
    confirmation(counted),
  ];
  const events = [payment(400, { seq: 3 }), payment(600, { seq: 4 }), payment(50, { seq: 11 })];
  const first = computeTour(factsOf(about, events));
  for (let turn = 0; turn < 6; turn += 1) {
    about.push(about.shift() as TourEvent);
    events.push(events.shift() as TourEvent);
    expect(computeTour(factsOf(about, events))).toEqual(first);
  }
  expect(first).toMatchObject({
    isComplete: true,
    differences: { cash: -100, goods: [{ lot_number: 'A1', quantity: -31 }] },
  });
});

test('[TOUR-4] a tour holds its driver’s events of its day in Algiers', () => {
  const at = (time: string) => payment(100, { seq: 2, at: time });
  const cashOf = (...events: TourEvent[]) => computeTour(factsOf([], events)).expected?.cash;
  expect(cashOf(at('2026-11-21T22:59:59.999Z'))).toBe(0);
  expect(cashOf(at('2026-11-21T23:00:00.000Z'), at('2026-11-22T22:59:59.999Z'))).toBe(200);
  expect(cashOf(at('2026-11-22T23:00:00.000Z'))).toBe(0);
});

test('[TOUR-4] what is recorded after midnight and before the confirmation on that device is the tour’s, and not the next one’s', () => {
  const counted = count();
  const signed = confirmation(counted, { seq: 10, at: '2026-11-23T00:30:00.000Z' });
  const night = payment(100, { seq: 9, at: '2026-11-23T00:10:00.000Z' });
  const elsewhere = payment(200, { seq: 9, device_id: TABLET, at: '2026-11-23T00:10:00.000Z' });
  const behind = payment(400, { seq: 11, at: '2026-11-23T00:40:00.000Z' });
  const all = [night, elsewhere, behind];
  expect(computeTour(factsOf([counted, signed], all)).expected?.cash).toBe(100);
  const next = factsOf([], all, { tour: { driver_user_id: 1, day: '2026-11-23' }, earlier: [signed] });
  expect(computeTour(next).expected?.cash).toBe(600);
});

test('[TOUR-5] it is complete once nothing is missing before the confirmation, on that device', () => {
  const counted = count();
  const about = [counted, confirmation(counted, { seq: 10 })];
  const of = (...devices: DriverDevice[]) => computeTour(factsOf(about, [], { devices }));
  expect(of(phone(10)).isComplete).toBe(true);
  expect(
    of(
      phone(3, [
        [6, 8],
        [10, 12],
      ]),
    ),
  ).toMatchObject({
    isComplete: false,
    missing: [
      {
        device_id: PHONE,
        ranges: [
          [4, 5],
          [9, 9],
        ],
      },
    ],
  });
  expect(of(phone(10, [[13, 13]])).isComplete).toBe(true);
  expect(of(phone(7, [[8, 10]])).isComplete).toBe(true);
});

test('[TOUR-5] a known gap of another device of the driver holds it up, unless that is revoked', () => {
  const counted = count();
  const about = [counted, confirmation(counted)];
  const tablet = (more: Partial<DriverDevice>) => phone(1, [[3, 3]], { id: TABLET, ...more });
  const of = (more: Partial<DriverDevice>) => computeTour(factsOf(about, [], { devices: [phone(10), tablet(more)] }));
  expect(of({})).toMatchObject({ isComplete: false, missing: [{ device_id: TABLET, ranges: [[2, 2]] }] });
  expect(of({ is_active: false }).isComplete).toBe(true);
});

test('[TOUR-5] what is waiting or quarantined holds it up', () => {
  const counted = count();
  const about = [counted, confirmation(counted)];
  for (const status of ['WAITING', 'QUARANTINED'] as const) {
    expect(computeTour(factsOf(about, [payment(1, { seq: 2, status })])).isComplete).toBe(false);
    expect(computeTour(factsOf(about, [payment(1, { seq: 11, status })])).isComplete).toBe(true);
    expect(computeTour(factsOf([...about, loading([CASE], { status })])).isComplete).toBe(false);
  }
});

test('[TOUR-5] other devices that were active since the loading and signed nothing after the confirmation are named', () => {
  const counted = count();
  const about = [loading([CASE]), counted, confirmation(counted)];
  const of = (more: Partial<DriverDevice>) => {
    const tablet = phone(4, [], { id: TABLET, last_event_at: null, last_seen_at: null, ...more });
    return computeTour(factsOf(about, [], { devices: [phone(10), tablet] })).unproved_devices;
  };
  expect(of({})).toEqual([]);
  expect(of({ last_seen_at: `${DAY}T05:59:00.000Z` })).toEqual([]);
  expect(of({ last_seen_at: `${DAY}T06:00:00.000Z` })).toEqual([TABLET]);
  expect(of({ last_event_at: `${DAY}T12:00:00.000Z` })).toEqual([TABLET]);
  expect(of({ last_event_at: `${DAY}T17:11:00.000Z` })).toEqual([]);
});

test('[TOUR-6] expected goods are what was loaded, less what was delivered and sold, and what came back', () => {
  const delivered = new Map([
    [
      uuid(700),
      [
        { product_id: 1, quantity: 6 },
        { product_id: 2, quantity: 0 },
      ],
    ],
  ]);
  const events = [
    delivery(700, { lines: [{ product_id: 1, delivered: 6, returned: 2 }] }),
    sale({ lines: [{ product_id: 1, quantity: 3 }] }),
    sale({ handed_over: false, lines: [{ product_id: 1, quantity: 100 }] }),
    sale({ lines: [{ product_id: 1, quantity: 100 }] }, { status: 'REJECTED' }),
  ];
  const counted = count({
    lines: [
      { product_id: 1, quantity: 8, condition: 'GOOD' },
      { product_id: 1, quantity: 4, condition: 'BROKEN' },
    ],
  });
  const tour = computeTour(factsOf([loading([CASE]), counted], events, { delivered }));
  expect(tour.expected?.goods).toEqual([{ product_id: 1, lot_number: null, quantity: 13 }]);
  expect(tour.counted?.goods).toEqual([{ product_id: 1, lot_number: null, quantity: 12 }]);
  expect(tour.differences?.goods).toEqual([{ product_id: 1, lot_number: null, quantity: -1 }]);
  expect(computeTour(factsOf([counted], events, { delivered })).differences?.goods).toBeNull();
});

test('[TOUR-6] by lot only where every line of the product names one', () => {
  const delivered = new Map([[uuid(700), [{ product_id: 1, quantity: 6 }]]]);
  const lots = (...parts: [string, number][]) => parts.map(([lot_number, quantity]) => ({ lot_number, quantity }));
  const goodsOf = (said: object[]) => {
    const about = [
      loading([
        { ...CASE, lot_number: 'A' },
        { ...CASE, lot_number: 'B' },
      ]),
    ];
    return computeTour(factsOf(about, [delivery(700, { lines: said })], { delivered })).expected?.goods;
  };
  expect(goodsOf([{ product_id: 1, delivered: 6, lots: lots(['A', 4], ['B', 2]) }])).toEqual([
    { product_id: 1, lot_number: 'A', quantity: 16 },
    { product_id: 1, lot_number: 'B', quantity: 18 },
  ]);
  const whole = [{ product_id: 1, lot_number: null, quantity: 34 }];
  expect(goodsOf([{ product_id: 1, delivered: 6, lots: lots(['A', 4]) }])).toEqual(whole);
  expect(goodsOf([])).toEqual(whole);
});

test('[TOUR-6] expected money is what was taken at deliveries, by invoices in cash without one, and as payments', () => {
  const cheque = { bank: 'BNA', number: '12', amount: 700 };
  const events = [
    delivery(1, { cash_collected: 1_000, cheque }),
    sale({ lines: [] }),
    sale({ lines: [], handed_over: false, delivery_id: uuid(1) }),
    sale({ lines: [], payment: 'CREDIT' }),
    payment(40),
    payment(900, {}, { method: 'CHEQUE', cheque: { bank: 'CPA', number: '3' } }),
  ];
  const counted = count({
    cash_counted: 1_500,
    cheques: [
      { bank: 'bna', number: '1 2', amount: 700 },
      { bank: 'CPA', number: '3', amount: 90 },
    ],
  });
  const tour = computeTour(factsOf([counted], events));
  expect(tour.expected).toMatchObject({ cash: 1_540, cheques: [cheque, { bank: 'CPA', number: '3', amount: 900 }] });
  expect(tour.differences).toEqual({
    goods: null,
    cash: -40,
    cheques: [
      { bank: 'CPA', number: '3', amount: -900 },
      { bank: 'CPA', number: '3', amount: 90 },
    ],
  });
});

test('[TOUR-6] money of refused events stands apart', () => {
  const refused = { status: 'REJECTED' } as const;
  const [cash, bent] = [delivery(1, { cash_collected: 300 }, refused), payment(0, refused, { amount: 'much' })];
  const tour = computeTour(factsOf([], [cash, bent]));
  expect([tour.expected?.cash, tour.disputed]).toEqual([0, [{ event_id: cash.id, cash: 300, cheque: null }]]);
});

test('[TOUR-7] of several confirmations the one with the lowest number settles, once; what comes behind is told', () => {
  const [first, second] = [count({ cash_counted: 1 }), count({ cash_counted: 2 }, { at: `${DAY}T17:05:00.000Z` })];
  const [late, early] = [confirmation(second, { seq: 10 }), confirmation(first, { seq: 9 })];
  const after = payment(70, { seq: 11 });
  const facts = factsOf([second, late, first, early], [after, payment(5, { seq: 2 })]);
  const { row, alerts } = advance(plannedTour(TOUR, 1), facts, context);
  expect(row).toMatchObject({
    state: 'SETTLED',
    confirmed_seq: 9,
    settled_by: null,
    settlement: { counted: { cash: 1 } },
  });
  expect(row.settlement?.expected?.cash).toBe(5);
  expect(alerts.map(({ kind, subject }) => [kind, subject])).toEqual(
    [second, late, after].map(({ id }) => ['AFTER_SETTLEMENT', id]),
  );
});

test('[TOUR-7] what is applied once a tour is settled is told, and nothing else', () => {
  const row = {
    ...plannedTour(TOUR, 1),
    state: 'SETTLED' as const,
    confirmed_device: PHONE,
    confirmed_seq: 10,
    confirmed_at: `${DAY}T17:10:00.000Z`,
  };
  const told = (...events: TourEvent[]) =>
    alertsOfLate([row], events, new Map(), context.newId).map(({ subject }) => subject);
  const ofDay = payment(1, { seq: 12 });
  const ofNight = payment(1, { seq: 9, at: '2026-11-22T23:30:00.000Z' });
  const ofTour = [loading([CASE]), count(), confirmation(ofDay, { seq: 13 })];
  expect(told(ofDay, ofNight, ...ofTour)).toEqual([ofDay, ofNight, ...ofTour].map(({ id }) => id));
  const nextDay = payment(1, { seq: 12, at: '2026-11-23T09:00:00.000Z' });
  const without = [nextDay, event('AUDIT', 'SEEN', {}), payment(1, { user_id: 2 }), payment(1, { status: 'REJECTED' })];
  expect(told(...without)).toEqual([]);
});

test('[TOUR-7] HQ settles what waits, with its reason', () => {
  const counted = count({ cash_counted: 1 });
  const facts = factsOf([counted, confirmation(counted)], [], { devices: [phone(3, [[10, 10]])] });
  expect(advance(plannedTour(TOUR, 1), facts, context).row.state).toBe('WAITING_FOR_EVENTS');
  const { row } = advance(plannedTour(TOUR, 1), facts, { ...context, hq: { user_id: 77, reason: 'téléphone perdu' } });
  expect(row).toMatchObject({
    ...{ state: 'SETTLED', settled_by: 77, settle_reason: 'téléphone perdu', settled_at: context.now },
    settlement: { missing: [{ device_id: PHONE, ranges: [[4, 9]] }] },
  });
});

test('[TOUR-8] what is expected is seen by admins only, until the tour is settled', () => {
  const facts = factsOf([loading([CASE]), count()], [payment(5)], { devices: [] });
  const { row, computed } = advance(plannedTour(TOUR, 1), facts, context);
  expect(tourEntity(row, computed, { forAdmin: true })).toMatchObject({
    id: `1.${DAY}`,
    expected: { cash: 5 },
    differences: { cash: -5 },
  });
  expect(tourEntity(row, computed, { forAdmin: false })).toMatchObject({
    expected: null,
    differences: null,
    counted: { cash: 0 },
  });
  const settled = advance(row, facts, { ...context, hq: { user_id: 7, reason: 'x' } });
  expect(tourEntity(settled.row, null, { forAdmin: false })).toMatchObject({ state: 'SETTLED', expected: { cash: 5 } });
});
