import { expect, it } from 'vitest';
import { compareValues, nextSort, sortOf } from './sorting.ts';

it('[CONSOLE-2] a column’s head sorts up, then down, then not at all', () => {
  expect(nextSort('', 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('-name', 'name')).toBe('');
  expect(nextSort('-price', 'name')).toBe('name');
  expect([sortOf(''), sortOf('name'), sortOf('-name')]).toEqual([
    null,
    { name: 'name', isDescending: false },
    { name: 'name', isDescending: true },
  ]);
});

it('[CONSOLE-2] sorts figures by size, texts without regard to accents, and what is missing last', () => {
  expect(['P10', 'P9', 'É', 'e', 'Z'].sort(compareValues)).toEqual(['É', 'e', 'P9', 'P10', 'Z']);
  expect([30, null, 4, -1].sort(compareValues)).toEqual([-1, 4, 30, null]);
});
