import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TIME_PATTERN } from './scalars.ts';
import { readSince } from './sync.ts';

const isTime = (text: string) => new RegExp(TIME_PATTERN, 'u').test(text);
const DAYS = 3_652_059; // From 0001-01-01 to 9999-12-31.
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');

test('[IN-1] a time is a moment of the calendar, from the year 1 to 9999', () => {
  for (const text of ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2024-02-29T12:00:00.000Z']) {
    expect(isTime(text), text).toBe(true);
  }
  for (const text of [
    '0000-01-01T00:00:00.000Z',
    '0000-02-29T00:00:00.000Z',
    '2023-02-29T12:00:00.000Z',
    '1900-02-29T12:00:00.000Z',
    '2026-02-30T12:00:00.000Z',
    '2026-04-31T12:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '10000-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.000Z\n',
  ]) {
    expect(isTime(text), text).toBe(false);
  }
});

test('[IN-1] every day that there is is one, and the day behind each month is none', () => {
  for (let day = 0; day < DAYS; day += 97) {
    const text = new Date(FIRST_MS + day * 86_400_000).toISOString();
    expect(isTime(text), text).toBe(true);
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
      const on = (day: number) =>
        `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${day}T00:00:00.000Z`;
      expect([isTime(on(last)), isTime(on(last + 1))]).toEqual([true, false]);
    }),
    { seed: 8, numRuns: 2_000 },
  );
});

test('[IN-1] a since that leads out of the calendar is none', () => {
  expect(readSince('2026-11-22T08:00:00.000+01:00')).toEqual({ kind: 'time', time: '2026-11-22T07:00:00.000Z' });
  for (const since of [
    '0000-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59-23:59',
    '0001-01-01T00:00:00.000+01:00',
    'nonsense',
  ]) {
    expect(readSince(since), since).toBeNull();
  }
});
