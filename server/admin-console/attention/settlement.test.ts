import { expect, it } from 'vitest';
import { cashIn, goodsToBook, mostByProduct } from './settlement.ts';

it('[CONSOLE-17] goods of a conflict are booked as filled in, each product once and never beyond what was said', () => {
  const line = { product_id: 3, quantity: 4, unit_price_ht: null };
  const most = mostByProduct([line, { ...line, quantity: 2 }, { ...line, product_id: 5, quantity: 0 }]);
  expect(most).toEqual([{ product_id: 3, quantity: 6 }]);
  expect(goodsToBook(most, new Map())).toEqual([]);
  expect(goodsToBook(most, new Map([[3, 6]]))).toEqual([{ product_id: 3, quantity: 6 }]);
  expect(goodsToBook(most, new Map([[3, 7]]))).toBeNull();
  expect(goodsToBook(most, new Map([[3, 'x']]))).toBeNull();
});

it('[CONSOLE-17] cash that is none is not offered', () => {
  expect([cashIn({ cash_collected: 500 }), cashIn({ cash_collected: '5' }), cashIn(null)]).toEqual([500, 0, 0]);
});
