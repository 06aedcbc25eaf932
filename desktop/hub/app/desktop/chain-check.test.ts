import { expect, test } from 'vitest';
import { gapsIn } from './chain-check.ts';

test('[DEPOT-15] what lies between the numbers that are here is missing here; a number twice is none', () => {
  expect(gapsIn([])).toEqual([]);
  expect(gapsIn([7, 6, 6, 5])).toEqual([]);
  // HQ's own statement about what lies below may reach beyond what is here.
  expect(gapsIn([7, 6, 5, 9])).toEqual([]);
  expect(gapsIn([7, 6, 5, 2])).toEqual([[3, 4]]);
  expect(gapsIn([12, 9, 8, 8, 3])).toEqual([
    [4, 7],
    [10, 11],
  ]);
});
