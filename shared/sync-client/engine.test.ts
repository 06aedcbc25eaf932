import { expect, test } from 'vitest';
import { IDLE_MS, restMs } from './engine.ts';

test('[POWER-1] an engine rests longer the longer nothing moves, and four times as long where power is short', () => {
  expect(restMs(1, false)).toBeLessThan(restMs(2, false));
  expect(restMs(20, false)).toBe(IDLE_MS);
  expect(restMs(20, true)).toBe(4 * IDLE_MS);
});
