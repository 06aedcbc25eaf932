import { expect, it } from 'vitest';
import { lastDayOf } from './months.ts';

it('[RPT-5] a month ends on its own last day', () => {
  expect(['2026-02', '2028-02', '2026-12'].map(lastDayOf)).toEqual(['2026-02-28', '2028-02-29', '2026-12-31']);
});
