import { expect, test } from 'vitest';
import { priceFor } from './price-for.ts';

const product = {
  price_ht: 500,
  price_lists: [
    { client_kind: 'SHOP', price_ht: 450, since: '2026-01-01' },
    { client_kind: 'SHOP', price_ht: 440, since: '2026-11-01', until: '2026-11-30' },
    { client_id: 'c', price_ht: 400, since: '2026-06-01' },
  ],
};

test('[SELL-1] a client’s own price comes before its kind’s, the newest in force before older ones, and the product’s last', () => {
  expect(priceFor(product, { id: 'c', kind: 'SHOP' }, '2026-11-15')).toBe(400);
  expect(priceFor(product, { id: 'c', kind: 'SHOP' }, '2026-05-31')).toBe(450);
  expect(priceFor(product, { id: 'd', kind: 'SHOP' }, '2026-11-30')).toBe(440);
  expect(priceFor(product, { id: 'd', kind: 'SHOP' }, '2026-12-01')).toBe(450);
  expect(priceFor(product, { id: 'd', kind: 'PUBLIC' }, '2026-11-15')).toBe(500);
  expect(priceFor(product, { id: null, kind: null }, '2026-11-15')).toBe(500);
});
