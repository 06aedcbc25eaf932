import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { PricedLine } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { deliveredLines, fitsOneInvoice, isInvoiceable, summaryLines, summaryTotals } from './summary-invoice.ts';

const ordered = (over: Partial<DeliveryLine>): DeliveryLine => ({
  ...{ product_id: 1, quantity: 10, delivered: 10, returned: 0, reason: null, unit_price_ht: 100_00, tva_rate: 19 },
  ...over,
});

test('[SUMMARY-1] what was handed over is invoiced, at the prices and rates of each note; a product stands once at each', () => {
  const notes = [
    [ordered({ delivered: 4 }), ordered({ product_id: 2, delivered: 0 }), ordered({ product_id: 3, tva_rate: 9 })],
    [ordered({ delivered: 2 }), ordered({ unit_price_ht: 90_00, delivered: 1 })],
  ];
  expect(summaryLines(notes.map(deliveredLines))).toEqual([
    { product_id: 1, quantity: 6, unit_price_ht: 100_00, tva_rate: 19 },
    { product_id: 3, quantity: 10, unit_price_ht: 100_00, tva_rate: 9 },
    { product_id: 1, quantity: 1, unit_price_ht: 90_00, tva_rate: 19 },
  ]);
});

test('[SUMMARY-1] TVA is rounded once a rate for the whole invoice, and an invoice on account bears no stamp duty', () => {
  // 0.50 centimes of TVA on each note: three notes rounded by themselves would come to 3.
  const note = [ordered({ delivered: 1, unit_price_ht: 5, tva_rate: 9 })];
  const lines = summaryLines([note, note, note].map(deliveredLines));
  expect(summaryTotals(lines)).toEqual({ total_ht: 15, total_tva: 1, stamp_duty: 0, total_ttc: 16 });
});

test('[SUMMARY-1] however notes are put together, no goods and no money before TVA are lost or made', () => {
  const line: fc.Arbitrary<PricedLine> = fc.record({
    ...{ product_id: fc.integer({ min: 1, max: 4 }), quantity: fc.integer({ min: 1, max: 500 }) },
    ...{ unit_price_ht: fc.constantFrom(90_00, 100_00, 1), tva_rate: fc.constantFrom(0, 9, 19) },
  });
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 5 }), { maxLength: 8 }), (notes) => {
      const value = (lines: PricedLine[]) =>
        lines.reduce((sum, { quantity, unit_price_ht }) => sum + quantity * unit_price_ht, 0);
      const summed = summaryLines(notes);
      expect(value(summed)).toBe(value(notes.flat()));
      expect(summaryTotals(summed).total_ht).toBe(value(notes.flat()));
    }),
  );
});

test('[SUMMARY-1] a note on which nothing was handed over has nothing to invoice; one invoice holds what a document holds', () => {
  expect(isInvoiceable({ status: 'PARTIAL', lines: [ordered({ delivered: 0 })] })).toBe(false);
  expect(isInvoiceable({ status: 'PARTIAL', lines: [ordered({ delivered: 1 })] })).toBe(true);
  expect(isInvoiceable({ status: 'PENDING', lines: [ordered({})] })).toBe(false);
  const many = (count: number) =>
    summaryLines(Array.from({ length: count }, (_, index) => deliveredLines([ordered({ product_id: index + 1 })])));
  expect(fitsOneInvoice(many(LIMITS.documentLines))).toBe(true);
  expect(fitsOneInvoice(many(LIMITS.documentLines + 1))).toBe(false);
  const much = (delivered: number) => summaryLines([deliveredLines([ordered({ delivered })])]);
  expect(fitsOneInvoice(much(LIMITS.quantity))).toBe(true);
  expect(fitsOneInvoice(much(LIMITS.quantity + 1))).toBe(false);
});
