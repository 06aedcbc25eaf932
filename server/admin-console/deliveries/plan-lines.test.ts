import { expect, it } from 'vitest';
import { lineFault, linesToSend, type PlanLine, planTotals } from './plan-lines.ts';

const MILK = { id: 1, code: 'P1', name: 'Lait', unit: 'litre', price_ht: 100_00, tva_rate: 19, is_active: true };
const line = (part: Partial<PlanLine>): PlanLine => ({ key: 1, productId: '1', quantity: 2, price: 100_00, ...part });

it('[CONSOLE-6] says of each line what is missing, and nothing of one in which nothing stands', () => {
  const one = line({});
  expect(lineFault(one, [one])).toBeNull();
  expect(lineFault(line({ productId: '' }), [])).toBe('product');
  expect(lineFault(line({ quantity: 'x' }), [])).toBe('quantity');
  expect(lineFault(line({ price: null }), [])).toBe('price');
  expect(lineFault(line({ key: 2 }), [one, line({ key: 2 })])).toBe('twice');
  expect(lineFault(line({ productId: '', quantity: null }), [])).toBeNull();
});

it('[CONSOLE-6] sends the lines that are filled in, and sums them as HQ does', () => {
  const lines = linesToSend(
    [line({}), line({ key: 2, productId: '', quantity: null })],
    new Map([[1, MILK]]),
    '2026-12-01',
  );
  expect(lines).toEqual([{ product_id: 1, quantity: 2, unit_price_ht: 100_00, tva_rate: 19 }]);
  expect(planTotals(lines)).toMatchObject({ total_ht: 200_00, total_tva: 38_00, total_ttc: 238_00 });
});
