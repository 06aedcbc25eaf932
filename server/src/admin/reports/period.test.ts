import { expect, it } from 'vitest';
import { monthOf, periodOf } from './period.ts';

const NOW = Date.parse('2026-12-31T23:30:00.000Z');

it('[RPT-1] days are those of Algiers, both included; without any, the present month up to today', () => {
  expect(periodOf({}, NOW)).toMatchObject({ value: { from: '2027-01-01', to: '2027-01-01' } });
  expect(periodOf({ from: '2026-11-01', to: '2026-11-30' }, NOW)).toEqual({
    ok: true,
    value: {
      ...{ from: '2026-11-01', to: '2026-11-30' },
      ...{ begins: '2026-10-31T23:00:00.000Z', ends: '2026-11-30T23:00:00.000Z' },
    },
  });
});

it('[RPT-1] a month has its own days; a day, a month and an order that cannot be are refused', () => {
  expect(monthOf('2028-02', NOW)).toMatchObject({ value: { to: '2028-02-29', ends: '2028-02-29T23:00:00.000Z' } });
  expect(monthOf(undefined, NOW)).toMatchObject({ value: { month: '2027-01' } });
  expect(monthOf('2028-13', NOW).ok).toBe(false);
  expect(periodOf({ from: '2026-02-30' }, NOW).ok).toBe(false);
  expect(periodOf({ from: '2026-12-02', to: '2026-12-01' }, NOW).ok).toBe(false);
});
