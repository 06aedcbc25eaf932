import { expect, test } from 'vitest';
import type { HistoryItem, ProductView } from '../../store/views.ts';
import {
  asLastTime,
  draftTotals,
  emptyDraft,
  isBlank,
  isComplete,
  ofDelivery,
  repriced,
  withoutProduct,
  withProduct,
  withQuantity,
} from './draft.ts';

const BUYER = { id: 'c', kind: null };
const DAY = '2026-11-30';

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
  tva_rates: [],
};

test('choosing a product twice is two of it, at the price of the first time', () => {
  const draft = withProduct(withProduct(emptyDraft('d'), brie, BUYER, DAY), { ...brie, price_ht: 1 }, BUYER, DAY);
  expect(draft.lines).toEqual([{ product_id: 1, quantity: 2, unit_price_ht: 500_00, tva_rate: 19 }]);
});

test('[NUM-2] [NUM-3] a quantity is kept as it is typed, and there is no total and no invoice until it is a number', () => {
  const draft = { ...withProduct(emptyDraft('d'), brie, BUYER, DAY), client_id: 'c' };
  for (const quantity of [null, '0', '2.5', '-3']) {
    const typed = withQuantity(draft, 1, quantity);
    expect(typed.lines[0]?.quantity).toBe(quantity);
    expect([draftTotals(typed), isComplete(typed)]).toEqual([null, false]);
    // Choosing the product again makes a number of it.
    expect(withProduct(typed, brie, BUYER, DAY).lines[0]?.quantity).toBe(1);
  }
  expect(draftTotals(withQuantity(draft, 1, 12))?.total_ht).toBe(12 * 500_00);
  expect(withoutProduct(draft, 1).lines).toEqual([]);
});

test('a draft is complete with a client and a line', () => {
  const blank = emptyDraft('d');
  expect(isBlank(blank)).toBe(true);
  expect(isComplete(withProduct(blank, brie, BUYER, DAY))).toBe(false);
  const withClient = { ...withProduct(blank, brie, BUYER, DAY), client_id: 'c' };
  expect(isComplete(withClient)).toBe(true);
  expect(isComplete({ ...withClient, new_client: { name: ' ' } })).toBe(false);
});

test('[SELL-1] another buyer reprices the form, and the last order comes at today’s prices, as far as it is on sale', () => {
  const forShops = { ...brie, price_lists: [{ client_kind: 'SHOP' as const, price_ht: 450_00, since: '2026-01-01' }] };
  const shop = { id: 'c', kind: 'SHOP' as const };
  const draft = withProduct(emptyDraft('d'), forShops, BUYER, DAY);
  expect(draft.lines[0]?.unit_price_ht).toBe(500_00);
  expect(repriced(draft, [forShops], shop, DAY).lines[0]?.unit_price_ht).toBe(450_00);
  const order = [
    { product_id: 1, quantity: 7 },
    { product_id: 2, quantity: 1 },
  ];
  const gone = { ...brie, id: 2, is_active: false };
  expect(asLastTime(emptyDraft('d'), order, [forShops, gone], shop, DAY).lines).toEqual([
    { product_id: 1, quantity: 7, unit_price_ht: 450_00, tva_rate: 19 },
  ]);
});

test('[SELL-4] a delivered note is invoiced by what was handed over of it, at its own prices, and hands nothing over again', () => {
  const line = (quantity: number, unit_price_ht: number) => ({ product_id: 1, quantity, unit_price_ht, tva_rate: 19 });
  const recorded = {
    delivery_id: 'b',
    record: { lines: [line(12, 100), line(3, 90)], said: { lines: [{ product_id: 1, delivered: 13 }] } },
  } as unknown as HistoryItem;
  const draft = ofDelivery('d', recorded, { id: 'c', name: 'Nour' });
  expect(draft).toMatchObject({ client_id: 'c', client_name: 'Nour', delivery_id: 'b', handed_over: false });
  expect(draft.lines).toEqual([line(12, 100), line(1, 90)]);
  const shop = { id: 'c', kind: 'SHOP' as const };
  expect(repriced(draft, [{ ...brie, price_ht: 1 }], shop, DAY)).toEqual(draft);
});
