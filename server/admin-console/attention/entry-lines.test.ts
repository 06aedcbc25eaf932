import { expect, it } from 'vitest';
import { linesOf, worthOf } from './entry-lines.ts';

const beside = {
  lines: [
    { product_id: 3, quantity: 10, unit_price_ht: 200, tva_rate: 19 },
    { product_id: 4, quantity: 2, unit_price_ht: 50, tva_rate: 19 },
  ],
};

it('[CONSOLE-17] an entry’s goods bear the prices of its paper, or of the delivery beside it', () => {
  const said = [
    { product_id: 3, delivered: 8 },
    { product_id: 9, quantity: 1, unit_price_ht: 70 },
    null,
    { product_id: 'x' },
  ];
  const lines = linesOf('DELIVERY_VALIDATED', { lines: said }, beside);
  expect(lines).toEqual([
    { product_id: 3, quantity: 8, unit_price_ht: 200 },
    { product_id: 9, quantity: 1, unit_price_ht: 70 },
  ]);
  expect(worthOf(lines)).toBe(1_670);
  expect(worthOf(linesOf('INVOICE_CREATED', { lines: [{ product_id: 8, quantity: 1 }] }, beside))).toBeNull();
});

it('[CONSOLE-17] a validation without lines says that all was handed over; other entries say nothing of goods then', () => {
  expect(linesOf('DELIVERY_VALIDATED', {}, beside).map(({ quantity }) => quantity)).toEqual([10, 2]);
  expect(linesOf('DELIVERY_FAILED', {}, beside)).toEqual([]);
  expect(linesOf('DELIVERY_VALIDATED', null, undefined)).toEqual([]);
});
