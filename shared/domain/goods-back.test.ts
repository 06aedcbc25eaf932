import { expect, test } from 'vitest';
import { putBack, type TakenFromLot } from './goods-back.ts';

const lot = (lot_id: string, quantity: number, open_shortfall: number | null = null): TakenFromLot => ({
  ...{ lot_id, quantity, open_shortfall },
});

test('[CREDIT-4] goods go back into the lots that they came from, the last taken first', () => {
  const taken = [lot('old', 5), lot('new', 3)];
  expect(putBack(taken, 4, 'newest')).toEqual([
    { lot_id: 'new', quantity: 3 },
    { lot_id: 'old', quantity: 1 },
  ]);
});

test('[CREDIT-4] a shortfall is closed first, as far as it is still open', () => {
  expect(putBack([lot('old', 5), lot('short', 4, 4)], 5, 'newest')).toEqual([
    { lot_id: 'short', quantity: 4 },
    { lot_id: 'old', quantity: 1 },
  ]);
  expect(putBack([lot('old', 5), lot('short', 4, 1)], 8, 'newest')).toEqual([
    { lot_id: 'short', quantity: 1 },
    { lot_id: 'old', quantity: 5 },
    { lot_id: 'newest', quantity: 2 },
  ]);
});
