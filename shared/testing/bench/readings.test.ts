import { expect, test } from 'vitest';
import { atLeast, atMost, isMet, quantile, ratioReading } from './readings.ts';

test('a reading is the median of its rounds’ own ratios, so that one disturbed round moves nothing', () => {
  const rounds = [
    { over: 10, under: 20 },
    { over: 30, under: 40 },
    { over: 1, under: 100 },
  ];
  const reading = ratioReading('figure', atLeast(0.4), { over: 'ours', under: 'bare' }, rounds);
  expect(reading).toMatchObject({ value: 0.5, parts: { ours: 10, bare: 40 }, rounds: [0.5, 0.75, 0.01] });
  expect(isMet(reading)).toBe(true);
  expect(isMet({ ...reading, goal: atMost(0.4) })).toBe(false);
  expect(isMet({ ...reading, value: null })).toBeNull();
});

test('quantiles lie between the values', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([7], 0.99)).toBe(7);
  expect(quantile([1, 2, 3, 4, 5], 1)).toBe(5);
});
