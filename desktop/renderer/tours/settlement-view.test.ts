import { expect, it } from 'vitest';
import { countOf, differingProducts, numbersOf, settledGoods, withSign } from './settlement-view.ts';

const goods = (...lines: [number, number, string?][]) =>
  lines.map(([product_id, quantity, lot_number = null]) => ({ product_id, quantity, lot_number }));
const sums = (...lines: [number, number][]) => ({ goods: goods(...lines), cash: 0, cheques: [] });

it('[DEPOT-14] a settled tour’s goods stand product by product, what differs first', () => {
  const figures = {
    loaded: goods([1, 10], [2, 6, 'A'], [2, 4, 'B']),
    expected: sums([1, 2], [2, 1]),
    counted: sums([1, 2], [3, 1]),
    differences: { goods: goods([2, -1], [3, 1]), cash: 0, cheques: [] },
  };
  expect(settledGoods(figures)).toEqual([
    { productId: 2, loaded: 10, expected: 1, counted: 0, difference: -1 },
    { productId: 3, loaded: 0, expected: 0, counted: 1, difference: 1 },
    { productId: 1, loaded: 10, expected: 2, counted: 2, difference: 0 },
  ]);
  expect(differingProducts(figures)).toBe(2);
});

it('[DEPOT-14] what HQ does not say yet is no nought, and without a loading there is no difference', () => {
  const [one] = settledGoods({ loaded: goods([1, 10]), expected: null, counted: null, differences: null });
  expect(one).toEqual({ productId: 1, loaded: 10, expected: null, counted: null, difference: null });
  const unloaded = { loaded: [], expected: sums([1, 0]), counted: sums([1, 2]) };
  expect(differingProducts({ ...unloaded, differences: { goods: null, cash: 0, cheques: [] } })).toBe(0);
});

it('[DEPOT-14] the numbers that a tour waits for are said exactly', () => {
  const missing: { ranges: [number, number][] } = {
    ranges: [
      [41, 43],
      [47, 47],
    ],
  };
  expect(numbersOf(missing)).toBe('41–43, 47');
  expect(countOf(missing)).toBe(4);
});

it('[DEPOT-14] what came back too much bears its sign, as what is missing does', () => {
  expect(withSign(50, '50,00 DA')).toBe('\u200E+50,00 DA');
  expect(withSign(0, '0')).toBe('0');
  expect(withSign(-1, '−1')).toBe('−1');
});
