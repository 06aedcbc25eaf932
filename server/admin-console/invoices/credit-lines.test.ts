import { expect, it } from 'vitest';
import { creditLines, leftToCredit } from './credit-lines.ts';

const line = (product_id: number, quantity: number) => ({ product_id, quantity, unit_price_ht: 100, tva_rate: 19 });

it('[CONSOLE-10] offers of an invoice what its credit notes have left of it', () => {
  const left = leftToCredit([line(1, 10), line(2, 5)], [{ lines: [line(1, 4)] }, { lines: [line(1, 1)] }]);
  expect(left).toEqual([
    { product_id: 1, invoiced: 10, left: 5 },
    { product_id: 2, invoiced: 5, left: 5 },
  ]);
  expect(creditLines(left, new Map([[1, 5]]))).toEqual([{ product_id: 1, quantity: 5 }]);
  expect(creditLines(left, new Map([[1, 6]]))).toBeNull();
  expect(creditLines(left, new Map([[1, 'x']]))).toBeNull();
  expect(creditLines(left, new Map([[2, 0]]))).toEqual([]);
});
