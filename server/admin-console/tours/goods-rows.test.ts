import { expect, it } from 'vitest';
import { goodsRows } from './goods-rows.ts';

it('[CONSOLE-13] sets beside each other what was loaded, expected and counted of a product and lot', () => {
  const goods = (quantity: number, product_id = 1) => [{ product_id, lot_number: 'L1', quantity }];
  const sums = (quantity: number) => ({ goods: goods(quantity), cash: 0, cheques: [] });
  const rows = goodsRows({
    ...{ id: '3.2026-11-30', depot_id: 1, driver_user_id: 3, day: '2026-11-30', state: 'COUNTED' },
    ...{ missing: [], unproved_devices: [], disputed: [], settled_at: null, settled_by: null, settle_reason: null },
    loaded: [...goods(10), ...goods(5, 2)],
    expected: sums(4),
    counted: sums(3),
    differences: { goods: goods(-1), cash: 0, cheques: [] },
  });
  expect(rows).toEqual([
    { key: '1 L1', productId: 1, lot: 'L1', loaded: 10, expected: 4, counted: 3, differs: -1 },
    { key: '2 L1', productId: 2, lot: 'L1', loaded: 5, expected: null, counted: null, differs: null },
  ]);
});
