import { expect, test } from 'vitest';
import { within } from './shrink-photo.ts';

test('[DELIV-6] a photo keeps its shape, and never grows', () => {
  expect(within(1_600, { width: 4_000, height: 3_000 })).toEqual({ width: 1_600, height: 1_200 });
  expect(within(1_600, { width: 3_000, height: 4_000 })).toEqual({ width: 1_200, height: 1_600 });
  expect(within(1_600, { width: 800, height: 600 })).toEqual({ width: 800, height: 600 });
  expect(within(400, { width: 9_000, height: 2 })).toEqual({ width: 400, height: 1 });
});
