import { expect, test } from 'vitest';
import { beyondLimit, isOverLimit } from './credit-limit.ts';

test('[CONSOLE-29] a client is over its limit by a centime, not at it, and never without one', () => {
  expect(isOverLimit({ balance: 100, credit_limit: 100 })).toBe(false);
  expect(isOverLimit({ balance: 101, credit_limit: 100 })).toBe(true);
  expect(isOverLimit({ balance: 1, credit_limit: 0 })).toBe(true);
  expect(isOverLimit({ balance: 101, credit_limit: null })).toBe(false);
  expect(isOverLimit({ balance: 101 })).toBe(false);
});

test('[SELL-6] a sale takes a client over its limit by a centime, not to it; one that is paid at once never does', () => {
  expect(beyondLimit({ balance: 60, credit_limit: 100 }, 40)).toBeNull();
  expect(beyondLimit({ balance: 60, credit_limit: 100 }, 41)).toEqual({ owed: 101, credit_limit: 100 });
  expect(beyondLimit({ balance: -60, credit_limit: 0 }, 60)).toBeNull();
  expect(beyondLimit({ balance: 500, credit_limit: 100 }, 1)).toEqual({ owed: 501, credit_limit: 100 });
  expect(beyondLimit({ balance: 500, credit_limit: 100 }, 0)).toBeNull();
  expect(beyondLimit({ balance: 500, credit_limit: 100 }, -1)).toBeNull();
  expect(beyondLimit({ balance: 500, credit_limit: null }, 1)).toBeNull();
  expect(beyondLimit({ balance: 500 }, 1)).toBeNull();
});
