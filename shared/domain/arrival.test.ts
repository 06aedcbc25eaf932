import { expect, test } from 'vitest';
import { arrival } from './arrival.ts';

const sums = (moves: ReturnType<typeof arrival>): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { lot_id, quantity } of moves) found[lot_id] = (found[lot_id] ?? 0) + quantity;
  return found;
};

test('[STOCKCMD-1] what arrives closes an open shortfall first, as far as it goes', () => {
  expect(arrival('lot', 10, null)).toEqual([{ lot_id: 'lot', quantity: 10 }]);
  expect(sums(arrival('lot', 10, { id: 'short', remaining_quantity: -4 }))).toEqual({ lot: 6, short: 4 });
  expect(sums(arrival('lot', 3, { id: 'short', remaining_quantity: -4 }))).toEqual({ lot: 0, short: 3 });
  expect(arrival('lot', 10, { id: 'short', remaining_quantity: 0 })).toEqual([{ lot_id: 'lot', quantity: 10 }]);
  expect(arrival('lot', 0, null)).toEqual([]);
});
