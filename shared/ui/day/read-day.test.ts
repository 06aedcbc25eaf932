import { expect, test } from 'vitest';
import { readDay } from './read-day.ts';

test.each([
  ['31/12/2026', '2026-12-31'],
  [' 1/2/2026 ', '2026-02-01'],
  ['01-02-2026', '2026-02-01'],
  ['1.2.2026', '2026-02-01'],
  ['2026-02-01', '2026-02-01'],
  ['٣١/١٢/٢٠٢٦', '2026-12-31'],
  ['29/02/2028', '2028-02-29'],
])('[DAY-1] %s is %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});

test.each(['', '31/02/2026', '29/02/2026', '12/31/2026', '31/12/26', '31/12', 'demain', '0/1/2026', '2026-1-1-1'])(
  '[DAY-1] "%s" is no day, and none is guessed',
  (text) => {
    expect(readDay(text)).toBeNull();
  },
);
