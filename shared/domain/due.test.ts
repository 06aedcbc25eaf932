import { expect, test } from 'vitest';
import { dueOf, isMoreThanDue } from './due.ts';

test('[DELIV-8] what is due is the note and what was owed before; a centime more is more', () => {
  expect(dueOf({ total_ttc: 1_000, balance: 500 })).toBe(1_500);
  expect(dueOf({ total_ttc: 1_000, balance: -500 })).toBe(1_000);
  expect(dueOf({ total_ttc: 1_000, balance: null })).toBe(1_000);
  expect(isMoreThanDue({ collected: 1_500, total_ttc: 1_000, balance: 500 })).toBe(false);
  expect(isMoreThanDue({ collected: 1_501, total_ttc: 1_000, balance: 500 })).toBe(true);
  expect(isMoreThanDue({ collected: 1_001, total_ttc: 1_000, balance: -500 })).toBe(true);
});
