import { expect, test } from 'vitest';
import { type Sample, withSample } from './backlog-history.ts';

test('[DEPOT-11] what waits is noted once a minute, an hour long, and a clock that is set back begins anew', () => {
  let history: Sample[] = [];
  for (let second = 0; second <= 2 * 60 * 60; second += 2) {
    history = withSample(history, { at: second * 1_000, waiting: second });
  }
  expect(history).toHaveLength(60);
  expect(history.at(-1)).toEqual({ at: 7_200_000, waiting: 7_200 });
  expect((history.at(-1)?.at ?? 0) - (history[0]?.at ?? 0)).toBe(59 * 60_000);
  expect(withSample(history, { at: 5, waiting: 1 })).toEqual([{ at: 5, waiting: 1 }]);
});
