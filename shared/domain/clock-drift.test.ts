import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { estimateDrift } from './clock-drift.ts';

/** What a row of requests makes of a clock, each under way for so long. */
function estimates(trueMs: number, delays: number[]): number[] {
  let recent: number[] = [];
  return delays.map((delay) => {
    const next = estimateDrift(trueMs - delay, recent);
    recent = next.recent;
    return next.driftMs;
  });
}

test('[TIME-1] a request that was under way for six seconds does not put a right clock behind', () => {
  expect(estimates(0, [6_000])).toEqual([0]);
  expect(estimates(HOUR_MS, [40, 6_000, 9_000])).toEqual([HOUR_MS - 40, HOUR_MS - 40, HOUR_MS - 40]);
  expect(estimateDrift(-LIMITS.lineDelayMs, []).driftMs).toBe(0);
  expect(estimateDrift(-LIMITS.lineDelayMs - 1, []).driftMs).toBe(-LIMITS.lineDelayMs - 1);
});

test('[TIME-1] of several requests the one that the line has spoilt least counts, and a clock is never taken to be further ahead than it is', () => {
  const delays = fc.array(fc.integer({ min: 0, max: LIMITS.lineDelayMs }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: -1e10, max: 1e10 }), delays, (trueMs, taken) => {
      for (const [index, found] of estimates(trueMs, taken).entries()) {
        const least = Math.min(...taken.slice(Math.max(0, index - LIMITS.clockMeasurements + 1), index + 1));
        const isRight = found === trueMs - least || (found === 0 && Math.abs(trueMs - least) <= LIMITS.lineDelayMs);
        if (!isRight) return false;
      }
      return true;
    }),
  );
});

test('[TIME-1] a clock that was set is measured anew at once, in either direction', () => {
  const { recent } = estimateDrift(HOUR_MS, [HOUR_MS - 30, HOUR_MS - 20]);
  expect(estimateDrift(-HOUR_MS, recent)).toEqual({ driftMs: -HOUR_MS, recent: [-HOUR_MS] });
  expect(estimateDrift(2 * HOUR_MS, recent)).toEqual({ driftMs: 2 * HOUR_MS, recent: [2 * HOUR_MS] });
  // A few seconds back look as if the line took them, and are believed after as many requests as are compared.
  const back = Array.from({ length: LIMITS.clockMeasurements }).reduce<number[]>(
    (earlier) => estimateDrift(HOUR_MS - 5_000, earlier).recent,
    recent,
  );
  expect(estimateDrift(HOUR_MS - 5_000, back).driftMs).toBe(HOUR_MS - 5_000);
});
