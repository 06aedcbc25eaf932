import { expect, test } from 'vitest';
import { type TourCase, tourFaults } from './judge-tours.ts';
import type { HeldTour } from './server-fixture.ts';

const [DRIVER, DAY] = [1, '2026-11-22'];
const TOUR = `${DRIVER}.${DAY}`;

const said = (seq: number, action: string, payload: object, more: object = {}) => {
  const event = { id: `e${seq}`, device_id: 'phone', user_id: DRIVER, seq, entity_id: 'x', action, payload, ...more };
  return { id: event.id, status: 'APPLIED' as const, error_code: null, body: JSON.stringify(event) };
};
/** 300 in cash and a cheque of 70 before the signature, and 9 behind it. */
const EVENTS = [
  said(1, 'PAYMENT_COLLECTED', { method: 'CASH', amount: 100 }),
  said(2, 'DELIVERY_VALIDATED', { cash_collected: 150, cheque: { amount: 70 } }),
  said(3, 'INVOICE_CREATED', { payment: 'CASH', total_ttc: 50 }),
  said(4, 'TOUR_CONFIRMED', { confirms: 'e90' }, { entity_id: TOUR }),
  said(5, 'PAYMENT_COLLECTED', { method: 'CASH', amount: 9 }),
  said(90, 'TOUR_COUNTED', {}, { entity_id: TOUR, device_id: 'counter', user_id: 2 }),
];
const SETTLED: HeldTour = {
  ...{ driver_user_id: DRIVER, day: DAY, depot_id: 1, state: 'SETTLED', confirmed_device: 'phone', confirmed_seq: 4 },
  settlement: {
    expected: { cash: 300, cheques: [{ amount: 70 }] },
    counted: { cash: 290, cheques: [] },
    differences: { cash: -10 },
  },
};
const faults = (tour: Partial<HeldTour>, change: Partial<TourCase> = {}): string[] =>
  tourFaults({
    dayEnd: { tours: [{ ...SETTLED, ...tour }], payments: [], auditSteps: [], isTold: true },
    ...{ events: EVENTS, devices: [{ id: 'phone', user_id: DRIVER }], revoked: [] },
    ...{ refusedOf: () => [], isExact: () => true },
    ...change,
  });

test('[SIM-1] [TOUR-5] the oracle sees a tour that is where its events have not brought it', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ state: 'COUNTED' })).toEqual([
    `tour ${TOUR} is COUNTED, and should be WAITING_FOR_EVENTS or SETTLED`,
  ]);
  expect(faults({ state: 'WAITING_FOR_EVENTS' })).toEqual([`tour ${TOUR} waits for nothing`]);
  const gap = { events: EVENTS.filter(({ id }) => id !== 'e2') };
  expect(faults({ state: 'WAITING_FOR_EVENTS' }, gap)).toEqual([]);
  expect(faults({}, gap)[0]).toBe(`tour ${TOUR} is settled without number 2 of its driver`);
  expect(faults({}, { ...gap, refusedOf: () => [2] })[0]).toMatch(/in cash, and 150 were taken/);
  expect(faults({ day: '2026-11-23' })[0]).toMatch(/^HQ has no tour/);
});

test('[SIM-1] [TOUR-6] the oracle counts the money of a settled tour to the centime', () => {
  const wrong = { ...SETTLED.settlement, expected: { cash: 309, cheques: [] }, differences: { cash: -19 } };
  expect(faults({ settlement: wrong as never })).toEqual([
    `tour ${TOUR} expects 309 in cash, and 300 were taken`,
    `tour ${TOUR} expects 0 in cheques, and 70 were taken`,
  ]);
  expect(faults({ settlement: wrong as never }, { isExact: () => false })).toEqual([]);
  expect(faults({ settlement: { ...SETTLED.settlement, differences: { cash: 1 } } as never })).toHaveLength(1);
});
