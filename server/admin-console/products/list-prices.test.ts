import { expect, it } from 'vitest';
import { priceBody, priceValues } from './list-prices.ts';

const product = {
  ...{ id: 1, code: 'P1', name: 'Lait', unit: 'litre', price_ht: 100, tva_rate: 19, is_active: true },
  price_lists: [
    { client_kind: 'SHOP' as const, price_ht: 90, since: '2026-01-01' },
    { client_id: 'c1', price_ht: 80, since: '2026-01-01' },
  ],
};

it('[CONSOLE-29] a dated price joins those that stand, and takes the place of one for the same kind and day', () => {
  const values = priceValues(product);
  expect(priceBody(values)).toEqual({ price_lists: product.price_lists });
  const filled = { ...values, client_kind: 'SHOP', price_ht: 85, since: '2026-01-01', until: '2026-02-01' };
  expect(priceBody(filled).price_lists).toEqual([
    product.price_lists[1],
    { client_kind: 'SHOP', price_ht: 85, since: '2026-01-01', until: '2026-02-01' },
  ]);
  expect(priceBody({ ...filled, since: '2027-01-01' }).price_lists).toHaveLength(3);
});
