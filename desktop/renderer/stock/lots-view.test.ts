import { expect, it } from 'vitest';
import type { Lot } from '#shared/contract/entities.ts';
import { lotRows } from './lots-view.ts';

const TODAY = '2026-11-22';
const lot = (lot_number: string, produced_at: string, expires_at: string, product_id = 1): Lot => ({
  id: crypto.randomUUID(),
  depot_id: 1,
  product_id,
  lot_number,
  produced_at,
  expires_at,
  received_quantity: 10,
  remaining_quantity: 4,
});
const product = { code: 'CAM', name: 'Camembert', unit: 'pièce' };

it('[DEPOT-13] lots stand by what expires first, with their age, and say what has expired and what will soon', () => {
  const items = [{ product_id: 1, quantity: 12, as_of: '2026-11-22T08:00:00.000Z', product }];
  const lots = [
    lot('C', '2026-11-20', '2026-11-30'),
    lot('B', '2026-11-12', '2026-11-29'),
    lot('D', '2026-11-20', TODAY),
    lot('A', '2026-10-01', '2026-11-21', 2),
  ];
  expect(
    lotRows({ items, lots }, TODAY).map(({ lot: { lot_number }, ...row }) => [
      lot_number,
      row.freshness,
      row.daysLeft,
      row.ageDays,
      row.product?.code ?? null,
    ]),
  ).toEqual([
    ['A', 'EXPIRED', -1, 52, null],
    ['D', 'SOON', 0, 2, 'CAM'],
    ['B', 'SOON', 7, 10, 'CAM'],
    ['C', 'GOOD', 8, 2, 'CAM'],
  ]);
});
