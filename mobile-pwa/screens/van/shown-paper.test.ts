import { expect, test } from 'vitest';
import type { ShownEvent } from '#shared/domain/tour/shown-event.ts';
import { paperOf } from './shown-paper.ts';

const event = (change: Partial<ShownEvent>): ShownEvent => ({
  v: 1,
  id: '01900000-0000-7000-8000-000000000001',
  entity_type: 'TOUR',
  entity_id: '7.2026-11-22',
  action: 'TOUR_COUNTED',
  payload: {
    driver_user_id: 7,
    day: '2026-11-22',
    lines: [{ product_id: 1, quantity: 3, lot_number: 'A', condition: 'BROKEN' }],
    cash_counted: 500_000,
    cheques: [{ bank: 'BNA', number: '41', amount: 100_000 }],
    empties: [{ kind: 'CRATE', taken_back: 4 }],
  },
  occurred_at: '2026-11-22T17:00:00.000Z',
  user_id: 2,
  device_id: '01900000-0000-7000-8000-000000000002',
  seq: 1,
  prev_checksum: null,
  checksum: 'c'.repeat(64),
  ...change,
});
const payload = (change: object): Partial<ShownEvent> => ({ payload: { ...event({}).payload, ...change } });

test('[VAN-4] a driver reads what is signed line by line: goods by lot and condition, cash, cheques and empties', () => {
  expect(paperOf(event({}), 7)).toMatchObject({
    kind: 'paper',
    paper: {
      goods: [{ product_id: 1, quantity: 3, lot_number: 'A', condition: 'BROKEN' }],
      cash: 500_000,
      cheques: [{ bank: 'BNA', number: '41', amount: 100_000 }],
      empties: [{ kind: 'CRATE', given: 0, taken_back: 4 }],
    },
  });
  const loading = event({ action: 'VAN_LOADED', payload: { lines: [{ product_id: 1, quantity: 3 }] } });
  expect(paperOf(loading, 7)).toMatchObject({ paper: { cash: null, goods: [{ lot_number: null, condition: null }] } });
});

test('[VAN-4] another driver’s paper is not to be signed, and what cannot be read shows nothing', () => {
  expect(paperOf(event({}), 8)).toEqual({ kind: 'refused', why: 'not_yours' });
  const unreadable = { kind: 'refused', why: 'unreadable' };
  expect(paperOf(null, 7)).toEqual(unreadable);
  for (const change of [
    { action: 'TOUR_CONFIRMED' },
    { entity_type: 'INVOICE' },
    payload({ lines: 'all' }),
    payload({ lines: [{ product_id: 1, quantity: 'three' }] }),
    payload({ lines: [{ product_id: 1, quantity: 3, condition: 'FINE' }] }),
    payload({ cash_counted: null }),
    payload({ cheques: [null] }),
    payload({ empties: [{ kind: 'BAG' }] }),
  ])
    expect(paperOf(event(change), 7), JSON.stringify(change)).toEqual(unreadable);
});
