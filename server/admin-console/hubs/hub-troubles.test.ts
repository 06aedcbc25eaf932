import { expect, test } from 'vitest';
import { troublesOf } from './hub-troubles.ts';

const NOW = Date.parse('2026-11-22T09:42:00.000Z');
const disk = { level: 'GOOD', free_bytes: 9_000_000_000, floor_bytes: 500_000_000 };
const backup = { last_at: '2026-11-22T09:07:00.000Z', failed: false, second: 'THERE' };
const good = { drain_per_second: null, disk, backup };

test('[HUB-32] HQ is shown what of a hub a person must see to, and nothing of one that is well', () => {
  expect(troublesOf(good, NOW)).toEqual([]);
  expect(troublesOf({ ...good, backup: { ...backup, second: 'NONE' } }, NOW)).toEqual([]);
  expect(troublesOf({ ...good, disk: { ...disk, level: 'NO_PHOTOS' } }, NOW)).toEqual(['disk']);
  expect(troublesOf({ ...good, backup: { ...backup, second: 'MISSING' } }, NOW)).toEqual(['drive']);
  expect(troublesOf({ ...good, backup: { ...backup, failed: true } }, NOW)).toEqual(['backup']);
  expect(troublesOf({ ...good, backup: { ...backup, last_at: '2026-11-21T09:00:00.000Z' } }, NOW)).toEqual(['backup']);
  expect(troublesOf({ ...good, backup: { ...backup, last_at: null } }, NOW)).toEqual(['backup']);
});
