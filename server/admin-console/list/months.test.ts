import { expect, it } from 'vitest';
import { lastDayOf, openMonths } from './months.ts';

it('[RPT-5] a month ends on its own last day', () => {
  expect(['2026-02', '2028-02', '2026-12'].map(lastDayOf)).toEqual(['2026-02-28', '2028-02-29', '2026-12-31']);
});

it('[RPT-10] months whose books are closed take no other accounts', () => {
  const months = openMonths('2026-12', '2026-10');
  expect([months[0], months.at(-1), months.length]).toEqual(['2026-11', '2027-12', 14]);
  expect(openMonths('2026-12', null)[0]).toBe('2025-12');
});
