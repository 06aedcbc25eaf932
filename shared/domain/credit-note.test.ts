import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Credited, creditAmounts, linesLeft } from './credit-note.ts';
import { totalsOf } from './totals.ts';

const line = (product_id: number, quantity: number, unit_price_ht = 10_000, tva_rate = 19) => ({
  ...{ product_id, quantity, unit_price_ht, tva_rate },
});

test('[CREDIT-2] goods are credited at the prices and rates of the invoice, line by line', () => {
  const invoice = [line(1, 5), line(2, 2, 3_333, 9), line(1, 5, 8_000)];
  const found = creditAmounts(invoice, [], [{ product_id: 1, quantity: 7 }]);
  expect(found).toMatchObject({
    value: { lines: [line(1, 5), line(1, 2, 8_000)], total_ht: 66_000, total_tva: 12_540, is_whole: false },
  });
  expect(linesLeft(invoice, found.ok ? [found.value] : []).map(({ quantity }) => quantity)).toEqual([0, 2, 3]);
});

test('[CREDIT-1] never more than is left of a product, and nothing of one that was not invoiced', () => {
  const invoice = [line(1, 5)];
  const first = creditAmounts(invoice, [], [{ product_id: 1, quantity: 3 }]);
  const earlier = first.ok ? [first.value] : [];
  expect(creditAmounts(invoice, earlier, [{ product_id: 1, quantity: 3 }])).toEqual({
    ok: false,
    error: { product_id: 1, asked: 3, left: 2 },
  });
  expect(creditAmounts(invoice, earlier, [{ product_id: 2, quantity: 1 }])).toMatchObject({ error: { left: 0 } });
  // The same product twice in one note is counted together.
  const twice = [1, 2].map(() => ({ product_id: 1, quantity: 2 }));
  expect(creditAmounts(invoice, earlier, twice)).toMatchObject({ error: { asked: 2, left: 0 } });
  expect(creditAmounts(invoice, earlier, [{ product_id: 1, quantity: 2 }])).toMatchObject({
    value: { is_whole: true },
  });
});

test('[CREDIT-2] whatever is credited in whatever parts, all notes together come to the goods of the invoice, by rate', () => {
  const lines = fc.array(
    fc.record({
      product_id: fc.integer({ min: 1, max: 4 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      unit_price_ht: fc.integer({ min: 0, max: 999 }),
      tva_rate: fc.constantFrom(0, 9, 19),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(lines, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (invoice, parts) => {
      const notes: Credited[] = [];
      const totals = { ht: 0, tva: 0 };
      for (;;) {
        const next = linesLeft(invoice, notes).find(({ quantity }) => quantity > 0);
        if (!next) break;
        const quantity = Math.min(next.quantity, parts.next().value);
        const note = creditAmounts(invoice, notes, [{ product_id: next.product_id, quantity }]);
        if (!note.ok) throw new Error(JSON.stringify(note.error));
        expect(note.value.total_tva).toBeGreaterThanOrEqual(0);
        notes.push(note.value);
        totals.ht += note.value.total_ht;
        totals.tva += note.value.total_tva;
      }
      const { total_ht, total_tva } = totalsOf(invoice, null);
      expect(totals).toEqual({ ht: total_ht, tva: total_tva });
    }),
  );
});
