import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownAnswers } from '../testing/fixtures/vectors.ts';
import { totalsOf } from './totals.ts';

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
