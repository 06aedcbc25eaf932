import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fifoOrder, type LotState, takeFifo } from './stock.ts';

const lot = (produced_at: string, lot_number: string, remaining_quantity: number): LotState => ({
  id: `${produced_at}/${lot_number}`,
  depot_id: 1,
  product_id: 1,
  produced_at,
  lot_number,
  remaining_quantity,
});

test('[STK-1] the oldest lot gives first, and of one day the lower number', () => {
  const lots = [lot('2026-01-02', 'A', 5), lot('2026-01-01', 'B', 3), lot('2026-01-01', 'A', 2)].sort(fifoOrder);
  const { taken, shortfall } = takeFifo(lots, 6);
  expect(taken.map(({ lot: from, quantity }) => [from.id, quantity])).toEqual([
    ['2026-01-01/A', 2],
    ['2026-01-01/B', 3],
    ['2026-01-02/A', 1],
  ]);
  expect(shortfall).toBe(0);
});

test('[STK-2] nothing is made and nothing is lost: taken + shortfall = asked', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 8 }), fc.nat(300), (stocks, asked) => {
      const lots = stocks.map((quantity, i) => lot(`2026-01-0${i + 1}`, 'A', quantity));
      const { taken, shortfall } = takeFifo(lots, asked);
      const moved = taken.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(moved + shortfall).toBe(asked);
      expect(lots.every(({ remaining_quantity }) => remaining_quantity >= 0)).toBe(true);
      expect(lots.reduce((sum, { remaining_quantity }) => sum + remaining_quantity, 0)).toBe(
        stocks.reduce((sum, quantity) => sum + quantity, 0) - moved,
      );
      if (shortfall > 0) expect(lots.every(({ remaining_quantity }) => remaining_quantity === 0)).toBe(true);
    }),
  );
});
