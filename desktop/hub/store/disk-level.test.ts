import { expect, test } from 'vitest';
import { diskLevel, reserveBytes, standardFloor } from './disk-level.ts';

const MB = 1_000_000;

test('[DISK-1] first photos, then events are refused, at the floor and at half of it', () => {
  expect(diskLevel(500 * MB, 500 * MB)).toBe('GOOD');
  expect(diskLevel(500 * MB - 1, 500 * MB)).toBe('NO_PHOTOS');
  expect(diskLevel(250 * MB, 500 * MB)).toBe('NO_PHOTOS');
  expect(diskLevel(250 * MB - 1, 500 * MB)).toBe('NO_EVENTS');
  expect(diskLevel(62.5 * MB, 500 * MB)).toBe('NO_EVENTS');
  expect(diskLevel(62.5 * MB - 1, 500 * MB)).toBe('FULL');
  expect(diskLevel(0, 500 * MB)).toBe('FULL');
});

test('[DISK-1] where nobody has set a floor, it is 500 MB or 2 % of the disk, whichever is less', () => {
  expect(standardFloor(1_000_000 * MB)).toBe(500 * MB);
  expect(standardFloor(10_000 * MB)).toBe(200 * MB);
  expect(reserveBytes(500 * MB)).toBe(32 * 1024 * 1024);
  expect(reserveBytes(10 * MB)).toBe(10 * MB);
});
