import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { isWeakPin, pinIsSpent, pinPauseMs, pinTriesLeft } from './pin.ts';

test('[SAFE-7] three wrong PINs cost nothing, each further one twice as long as the one before, and the tenth ends it', () => {
  const pauses = Array.from({ length: LIMITS.pinTries }, (_, wrong) => pinPauseMs(wrong) / 1_000);
  expect(pauses).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920]);
  expect(pinIsSpent(LIMITS.pinTries - 1)).toBe(false);
  expect(pinIsSpent(LIMITS.pinTries)).toBe(true);
  expect(pinTriesLeft(LIMITS.pinTries + 1)).toBe(0);
});

test('[SAFE-7] what everybody tries first is not taken as a PIN', () => {
  for (const weak of ['000000', '123456', '654321', '999999']) expect(isWeakPin(weak), weak).toBe(true);
  for (const fair of ['112233', '102938', '135790']) expect(isWeakPin(fair), fair).toBe(false);
});
