import { expect, test } from 'vitest';
import { pickList } from './pick-list.ts';

const lot = (lot_number: string, expires_at: string, quantity: number, state: 'OK' | 'BLOCKED' = 'OK') => ({
  ...{ product_id: 1, lot_number, expires_at, quantity, state },
});
const DAY = '2026-11-22';
const shown = (ordered: [number, number][], loaded: [number, number][], lots: ReturnType<typeof lot>[]) =>
  pickList(
    ordered.map(([product_id, quantity]) => ({ product_id, quantity })),
    loaded.map(([product_id, quantity]) => ({ product_id, quantity })),
    lots,
    DAY,
  ).map(({ product_id, lot_number, quantity }) => [product_id, lot_number, quantity]);

test('[VAN-1] a van is loaded from the lots that expire first; what is held back or past its day stays', () => {
  const lots = [
    lot('LATE', '2027-01-01', 100),
    lot('SOON', DAY, 5),
    lot('HELD', DAY, 50, 'BLOCKED'),
    lot('OLD', '2026-11-21', 50),
  ];
  expect(
    shown(
      [
        [1, 8],
        [1, 4],
      ],
      [],
      lots,
    ),
  ).toEqual([
    [1, 'SOON', 5],
    [1, 'LATE', 7],
  ]);
});

test('[VAN-1] what no lot is left for is picked all the same, and what is on the van already is not picked again', () => {
  expect(
    shown(
      [
        [1, 8],
        [2, 3],
      ],
      [],
      [lot('A', DAY, 5)],
    ),
  ).toEqual([
    [1, 'A', 5],
    [1, null, 3],
    [2, null, 3],
  ]);
  expect(
    shown(
      [[1, 8]],
      [
        [1, 6],
        [3, 9],
      ],
      [],
    ),
  ).toEqual([[1, null, 2]]);
  expect(shown([[1, 8]], [[1, 9]], [lot('A', DAY, 5)])).toEqual([]);
});
