import { expect, test } from 'vitest';
import { doubtsOf } from './doubts.ts';
import { asOrdered } from './draft.ts';

const lines = [{ product_id: 1, quantity: 12, unit_price_ht: 100, tva_rate: 19 }];
const draft = { ...asOrdered({ delivery_id: 'd', lines, scanned: null }, 'e'), cash: 1_428 };

test('[DELIV-8] more than is due and a missing proof are asked about, each once, and what is in order is not', () => {
  expect(doubtsOf(draft, 1_428, null, {})).toEqual([]);
  expect(doubtsOf({ ...draft, cash: 1_429 }, 1_428, null, {})).toEqual([
    { kind: 'more', collected: 1_429, due: 1_428 },
  ]);
  expect(doubtsOf({ ...draft, cash: 1_429 }, 1_428, 500, {})).toEqual([]);
  const rule = { signature: true, photo: true };
  expect(doubtsOf(draft, 1_428, null, rule)).toEqual([{ kind: 'signature' }, { kind: 'photo' }]);
  const proof = { signature: 'a', photos: ['b'], place: null };
  expect(doubtsOf({ ...draft, proof }, 1_428, null, rule)).toEqual([]);
});
