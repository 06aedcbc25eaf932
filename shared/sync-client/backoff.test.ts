import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { backoffMs } from './backoff.ts';

const random = (value: number) => ({ next: () => value, bytes: (n: number) => new Uint8Array(n) });

test('[ENG-1] 1, 2, 4, 8, 16 s at most, then 16 s for ever', () => {
  const most = [1, 2, 3, 4, 5, 6, 100].map((failures) => backoffMs(failures, null, random(0.999999)));
  expect(most).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, chance) => {
        const ms = backoffMs(failures, null, random(chance));
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(16_000);
      },
    ),
  );
});

test('[ENG-1] Retry-After is obeyed as it stands', () => {
  expect(backoffMs(1, 30, random(0.5))).toBe(30_000);
});

test('[ENG-1] [HOSTILE-11] nobody puts a device off for longer than ten minutes', () => {
  const most = LIMITS.retryAfterSeconds;
  expect([most, most + 1, 1e12].map((seconds) => backoffMs(1, seconds, random(0.5)))).toEqual(Array(3).fill(600_000));
});
