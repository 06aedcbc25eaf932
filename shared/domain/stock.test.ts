import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fifoOrder, isShortfallName, type LotState, settledByReceipt, takeFifo } from './stock.ts';

const lot = (
  produced_at: string,
  lot_number: string,
  remaining_quantity: number,
  expires_at = '2027-01-01',
): LotState => ({
  id: `${produced_at}/${lot_number}`,
  depot_id: 1,
  product_id: 1,
  produced_at,
  lot_number,
  expires_at,
  received_quantity: remaining_quantity,
  remaining_quantity,
});

test('[STK-1] the oldest lot gives first, and of one day the lower number', () => {
  const lots = [lot('2026-01-02', 'A', 5), lot('2026-01-01', 'B', 3), lot('2026-01-01', 'A', 2)].sort(fifoOrder);
  const { taken, shortfall } = takeFifo(lots, 6, '2026-11-22');
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
      const { taken, shortfall } = takeFifo(lots, asked, '2026-11-22');
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

test('[LOT-1] lots that HQ holds back are never taken, and are named where goods were missing', () => {
  const held = [
    { ...lot('2026-01-01', 'A', 5), state: 'BLOCKED' as const },
    { ...lot('2026-01-02', 'B', 5), state: 'RECALLED' as const },
  ];
  const sound = lot('2026-01-03', 'C', 4);
  const { taken, heldBack, shortfall } = takeFifo([...held, sound], 6, '2026-11-22');
  expect(taken.map((part) => [part.lot.lot_number, part.quantity])).toEqual([['C', 4]]);
  expect(heldBack.map(({ lot_number }) => lot_number)).toEqual(['A', 'B']);
  expect(shortfall).toBe(2);
});

test('[STK-4] expired lots are passed over while others have goods, and give last', () => {
  const lots = [lot('2026-01-01', 'OLD', 5, '2026-11-21'), lot('2026-01-02', 'A', 3, '2026-11-22')];
  const first = takeFifo(lots, 3, '2026-11-22');
  expect(first.taken.map(({ lot: from, quantity }) => [from.lot_number, quantity])).toEqual([['A', 3]]);
  expect(first.passedOver.map(({ lot_number }) => lot_number)).toEqual(['OLD']);
  const then = takeFifo(lots, 6, '2026-11-22');
  expect(then.taken.map(({ lot: from, quantity }) => [from.lot_number, quantity])).toEqual([['OLD', 5]]);
  expect(then.shortfall).toBe(1);
});

test('[STK-5] a receipt gives back what had left before it was booked, and no more than it holds', () => {
  expect(settledByReceipt(10, -3)).toBe(3);
  expect(settledByReceipt(2, -3)).toBe(2);
  expect(settledByReceipt(10, 0)).toBe(0);
  expect(settledByReceipt(10, 4)).toBe(0);
});

test.each(['MANQUANT', ' manquant ', 'Manquant'])('[STK-5] no real lot is called %j', (name) => {
  expect(isShortfallName(name)).toBe(true);
  expect(isShortfallName(`${name}-1`)).toBe(false);
});
