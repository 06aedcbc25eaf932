import { expect, it } from 'vitest';
import { nextSort, sortOf } from './sorting.ts';

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
