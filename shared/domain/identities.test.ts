import { expect, test } from 'vitest';
import { hasOddLength } from './identities.ts';

test('[CLIENT-1] a tax number of another length than such numbers have is pointed out, and what has no fixed length is not', () => {
  const odd = (name: string, digits: number) => hasOddLength(name, '1'.repeat(digits));
  expect([14, 15, 16, 20].map((digits) => odd('nif', digits))).toEqual([true, false, true, false]);
  expect([14, 15, 18, 19].map((digits) => odd('nis', digits))).toEqual([true, false, false, true]);
  expect([10, 11, 12].map((digits) => odd('ai', digits))).toEqual([true, false, true]);
  // Nothing was typed, blanks are no digits, and the trade register is written in various forms.
  expect([odd('nif', 0), hasOddLength('nif', '0001 1618 0001 234'), odd('rc', 3)]).toEqual([false, false, false]);
});
