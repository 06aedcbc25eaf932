import { expect, test } from 'vitest';
import { doubtsOf } from './doubts.ts';
import { asOrdered } from './draft.ts';

const lines = [{ product_id: 1, quantity: 12, unit_price_ht: 100, tva_rate: 19 }];
const draft = { ...asOrdered({ delivery_id: 'd', lines, scanned: null }, 'e'), cash: 1_428 };

const UNKNOWN = { balance: null, credit_limit: null, unsent_money: 0 };

test('[DELIV-8] more than is due and a missing proof are asked about, each once, and what is in order is not', () => {
  expect(doubtsOf(draft, 1_428, UNKNOWN, {})).toEqual([]);
  expect(doubtsOf({ ...draft, cash: 1_429 }, 1_428, UNKNOWN, {})).toEqual([
    { kind: 'more', collected: 1_429, due: 1_428 },
  ]);
  expect(doubtsOf({ ...draft, cash: 1_429 }, 1_428, { ...UNKNOWN, balance: 500 }, {})).toEqual([]);
  const rule = { signature: true, photo: true };
  expect(doubtsOf(draft, 1_428, UNKNOWN, rule)).toEqual([{ kind: 'signature' }, { kind: 'photo' }]);
  const proof = { signature: 'a', photos: ['b'], place: null };
  expect(doubtsOf({ ...draft, proof }, 1_428, UNKNOWN, rule)).toEqual([]);
});

test('[SELL-6] a delivery that takes its client over the limit is asked about; one that takes it to it, or is paid, is not', () => {
  const client = { balance: 500, credit_limit: 1_928, unsent_money: 0 };
  const onAccount = { ...draft, cash: null };
  const over = (owed: number, credit_limit: number) => [{ kind: 'limit', owed, credit_limit }];
  expect(doubtsOf(onAccount, 1_428, client, {})).toEqual([]);
  expect(doubtsOf(onAccount, 1_428, { ...client, credit_limit: 1_927 }, {})).toEqual(over(1_928, 1_927));
  // What was recorded here and HQ does not know yet counts, too.
  expect(doubtsOf(onAccount, 1_428, { ...client, unsent_money: 1 }, {})).toEqual(over(1_929, 1_928));
  expect(doubtsOf({ ...draft, cash: 1 }, 1_428, { ...client, unsent_money: 1 }, {})).toEqual([]);
  expect(doubtsOf(draft, 1_428, { ...client, credit_limit: 0 }, {})).toEqual([]);
  expect(doubtsOf(onAccount, 1_428, { ...client, credit_limit: null }, {})).toEqual([]);
  expect(doubtsOf(onAccount, 1_428, { ...client, balance: null, credit_limit: 0 }, {})).toEqual([]);
  expect(doubtsOf(onAccount, null, { ...client, credit_limit: 0 }, {})).toEqual([]);
});
