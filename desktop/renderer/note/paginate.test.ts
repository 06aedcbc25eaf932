import { expect, it } from 'vitest';
import { pagesOf } from './paginate.ts';

const rows = (count: number, height = 10) => Array.from({ length: count }, () => height);

it('[DEPOT-6] keeps on one page what fits it, to the last millimetre', () => {
  expect(pagesOf(rows(3), { first: 50, further: 90, tail: 20 })).toEqual([[0, 1, 2]]);
  expect(pagesOf([], { first: 50, further: 90, tail: 20 })).toEqual([[]]);
});

it('[DEPOT-6] fills pages in turn, and the totals stay with rows', () => {
  expect(pagesOf(rows(9), { first: 50, further: 90, tail: 20 })).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  expect(pagesOf(rows(5), { first: 50, further: 90, tail: 20 })).toEqual([
    [0, 1],
    [2, 3, 4],
  ]);
  expect(pagesOf(rows(5), { first: 50, further: 25, tail: 20 })).toEqual([[0, 1, 2, 3], [4]]);
});

it('[DEPOT-6] loses no row, whatever the heights', () => {
  for (const height of [1, 7, 33, 60, 200]) {
    for (let count = 0; count < 30; count += 1) {
      const pages = pagesOf(rows(count, height), { first: 50, further: 90, tail: 45 });
      expect(pages.flat()).toEqual(rows(count).map((_, index) => index));
      expect(pages.slice(1).every((page) => page.length > 0)).toBe(true);
    }
  }
});
