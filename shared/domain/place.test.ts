import { expect, test } from 'vitest';
import { isPlace, placeOrNull } from './place.ts';
import { goodPlace } from './signals/stop.ts';

test.each([
  [0, 0, false],
  [-0.0001, 0.0099, false],
  [0.02, 0, true],
  [36.7538, 3.0588, true],
  // Algeria lies on the zero meridian: a longitude of 0 alone is a place.
  [35.69, 0, true],
])('[FRAUD-9] %f/%f: a place is one that is not 0/0', (lat, lng, expected) => {
  expect(isPlace({ lat, lng })).toBe(expected);
  expect(goodPlace({ lat, lng, accuracy_m: 5 }) !== null).toBe(expected);
  expect(placeOrNull({ lat, lng })).toEqual(expected ? { lat, lng } : null);
});
