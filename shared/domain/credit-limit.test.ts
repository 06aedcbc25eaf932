import { expect, test } from 'vitest';
import { isOverLimit } from './credit-limit.ts';

test('[CONSOLE-29] a client is over its limit by a centime, not at it, and never without one', () => {
  expect(isOverLimit({ balance: 100, credit_limit: 100 })).toBe(false);
  expect(isOverLimit({ balance: 101, credit_limit: 100 })).toBe(true);
  expect(isOverLimit({ balance: 1, credit_limit: 0 })).toBe(true);
  expect(isOverLimit({ balance: 101, credit_limit: null })).toBe(false);
  expect(isOverLimit({ balance: 101 })).toBe(false);
});
