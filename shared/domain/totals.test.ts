import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownAnswers } from '../testing/fixtures/vectors.ts';
import { totalsByRate, totalsOf } from './totals.ts';

test('[INV-2] totals, TVA and stamp duty agree with the known answers', () => {
  for (const { lines, total_ht, total_tva, cash, other_payment } of knownAnswers.invoice_totals) {
    expect(totalsOf(lines, 'CASH')).toEqual({ total_ht, total_tva, ...cash });
    for (const payment of ['CREDIT', 'CHEQUE', 'TRANSFER', null] as const) {
      expect(totalsOf(lines, payment)).toEqual({ total_ht, total_tva, ...other_payment });
    }
  }
});

const line = fc.record({
  product_id: fc.integer({ min: 1, max: 40 }),
  quantity: fc.integer({ min: 1, max: 1_000_000 }),
  unit_price_ht: fc.integer({ min: 0, max: 1_000_000 }),
  tva_rate: fc.constantFrom(0, 9, 19),
});

test('[INV-2] the order of lines does not matter, and the parts add up', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
      const totals = totalsOf(lines, 'CASH');
      expect(totalsOf([...lines].reverse(), 'CASH')).toEqual(totals);
      expect(totals.total_ttc).toBe(totals.total_ht + totals.total_tva + totals.stamp_duty);
      expect(totals.total_ht).toBe(
        lines.reduce((sum, { quantity, unit_price_ht }) => sum + quantity * unit_price_ht, 0),
      );
    }),
  );
});

/** The law's words, in plain numbers: TVA by rate, half up; stamp duty on the whole amount by its band, for each 100 DA begun. */
function byTheLaw(lines: { quantity: number; unit_price_ht: number; tva_rate: number }[]) {
  const ht = lines.reduce((sum, { quantity, unit_price_ht }) => sum + quantity * unit_price_ht, 0);
  const tva = [0, 9, 19].reduce((sum, rate) => {
    const base = lines.reduce((sub, l) => (l.tva_rate === rate ? sub + l.quantity * l.unit_price_ht : sub), 0);
    return sum + Math.floor((base * rate + 50) / 100);
  }, 0);
  const dinars = (ht + tva) / 100;
  const perHundred = dinars <= 30_000 ? 1 : dinars <= 100_000 ? 1.5 : 2;
  const duty = dinars <= 300 ? 0 : Math.max(5, Math.ceil(dinars / 100) * perHundred);
  return { total_ht: ht, total_tva: tva, stamp_duty: duty * 100, total_ttc: ht + tva + duty * 100 };
}

test('[INV-2] for any lines, the sums are those that the law describes', () => {
  const small = fc.record({
    product_id: fc.integer({ min: 1, max: 40 }),
    quantity: fc.integer({ min: 1, max: 300 }),
    unit_price_ht: fc.integer({ min: 0, max: 50_000 }),
    tva_rate: fc.constantFrom(0, 9, 19),
  });
  fc.assert(
    fc.property(fc.array(small, { minLength: 1, maxLength: 6 }), (lines) => {
      expect(totalsOf(lines, 'CASH')).toEqual(byTheLaw(lines));
    }),
    { numRuns: 1_000 },
  );
});

test('[SELL-3] TVA stands by rate, the lowest first, and comes to the total', () => {
  const line = (quantity: number, unit_price_ht: number, tva_rate: number) => ({
    product_id: 1,
    quantity,
    unit_price_ht,
    tva_rate,
  });
  const lines = [line(3, 333, 19), line(1, 1_000, 9), line(2, 101, 19)];
  expect(totalsByRate(lines)).toEqual([
    { tva_rate: 9, base_ht: 1_000, tva: 90 },
    { tva_rate: 19, base_ht: 1_201, tva: 228 },
  ]);
  expect(totalsOf(lines, null).total_tva).toBe(318);
});
