import { expect, test } from 'vitest';
import type { DeliveryRecord } from '../../store/views.ts';
import { asRecorded, requestOf } from './correction.ts';

const line = (product_id: number, quantity: number) => ({ product_id, quantity, unit_price_ht: 100, tva_rate: 19 });
const record: DeliveryRecord = {
  reference: 'BL',
  client_name: 'Nour',
  total_ttc: null,
  ordered_ttc: null,
  cash: 500,
  lines: [line(1, 12), line(1, 3), line(2, 6)],
  said: { lines: [{ product_id: 1, delivered: 10 }] },
};

test('[DELIV-11] a correction begins with what was recorded, and proposes only what differs from it', () => {
  const before = asRecorded(record);
  expect(before.lines).toEqual([
    { product_id: 1, ordered: 15, delivered: 10 },
    { product_id: 2, ordered: 6, delivered: 0 },
  ]);
  expect(asRecorded({ ...record, said: {} }).lines.map(({ delivered }) => delivered)).toEqual([15, 6]);
  expect(requestOf(before, before)).toBeNull();
  const why = { ...before, reason: ' Erreur de frappe ' };
  expect(requestOf(why, before)).toEqual({ reason: 'Erreur de frappe' });
  const [first, second] = before.lines;
  if (!first || !second) throw new Error('two products');
  expect(requestOf({ ...why, lines: [{ ...first, delivered: 11 }, second], cash: null }, before)).toEqual({
    reason: 'Erreur de frappe',
    proposed: {
      lines: [
        { product_id: 1, delivered: 11 },
        { product_id: 2, delivered: 0 },
      ],
      cash_collected: 0,
    },
  });
  expect(requestOf({ ...why, lines: [{ ...first, delivered: '1x' }, second] }, before)).toBeNull();
});
