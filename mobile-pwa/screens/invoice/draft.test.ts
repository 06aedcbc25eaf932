import { expect, test } from 'vitest';
import type { ProductView } from '../../store/views.ts';
import { draftTotals, emptyDraft, isBlank, isComplete, withoutProduct, withProduct, withQuantity } from './draft.ts';

const brie: ProductView = {
  id: 1,
  code: 'BRI',
  name: 'Brie',
  unit: 'pièce',
  price_ht: 500_00,
  tva_rate: 19,
  is_active: true,
  name_ar: null,
  unit_ar: null,
  category: null,
  lot_tracked: false,
  price_lists: [],
};

test('choosing a product twice is two of it, at the price of the first time', () => {
  const draft = withProduct(withProduct(emptyDraft('d'), brie), { ...brie, price_ht: 1 });
  expect(draft.lines).toEqual([{ product_id: 1, quantity: 2, unit_price_ht: 500_00, tva_rate: 19 }]);
});

test('[NUM-2] [NUM-3] a quantity is kept as it is typed, and there is no total and no invoice until it is a number', () => {
  const draft = { ...withProduct(emptyDraft('d'), brie), client_id: 'c' };
  for (const quantity of [null, '0', '2.5', '-3']) {
    const typed = withQuantity(draft, 1, quantity);
    expect(typed.lines[0]?.quantity).toBe(quantity);
    expect([draftTotals(typed), isComplete(typed)]).toEqual([null, false]);
    // Choosing the product again makes a number of it.
    expect(withProduct(typed, brie).lines[0]?.quantity).toBe(1);
  }
  expect(draftTotals(withQuantity(draft, 1, 12))?.total_ht).toBe(12 * 500_00);
  expect(withoutProduct(draft, 1).lines).toEqual([]);
});

test('a draft is complete with a client and a line', () => {
  const blank = emptyDraft('d');
  expect(isBlank(blank)).toBe(true);
  expect(isComplete(withProduct(blank, brie))).toBe(false);
  const withClient = { ...withProduct(blank, brie), client_id: 'c' };
  expect(isComplete(withClient)).toBe(true);
  expect(isComplete({ ...withClient, new_client: { name: ' ' } })).toBe(false);
});
