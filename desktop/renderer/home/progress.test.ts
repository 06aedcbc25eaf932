import { expect, it } from 'vitest';
import { progressOf } from './progress.ts';

it('[DEPOT-5] counts what was delivered against what is to be delivered', () => {
  expect(
    progressOf({ planned: 50, validated: 28, partial: 1, handed_in: 2, failed: 2, cancelled: 2, late: 0 }),
  ).toEqual({
    planned: 48,
    done: 31,
    left: 15,
    percent: (100 * 31) / 48,
  });
});

it('bears a day whose deliveries were all cancelled', () => {
  expect(
    progressOf({ planned: 2, validated: 0, partial: 0, handed_in: 0, failed: 0, cancelled: 2, late: 0 }).percent,
  ).toBe(0);
});
