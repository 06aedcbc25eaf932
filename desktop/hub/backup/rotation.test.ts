import { expect, test } from 'vitest';
import { backupName, backupsIn, toForget } from './rotation.ts';

const HOUR_MS = 3_600_000;
const at = (hours: number) => new Date(Date.UTC(2026, 10, 1) + hours * HOUR_MS).toISOString();

test('[BACK-2] of two weeks of hourly backups the newest six stay, and the last one of each of seven days', () => {
  const names = Array.from({ length: 14 * 24 }, (_, hour) => backupName(hour + 1, at(hour)));
  const backups = backupsIn(names);
  const gone = new Set(toForget(backups).map(({ name }) => name));
  const kept = backups.filter(({ name }) => !gone.has(name));
  expect(kept.map(({ number }) => number)).toEqual([336, 335, 334, 333, 332, 331, 312, 288, 264, 240, 216, 192]);
  expect(toForget(kept)).toEqual([]);
});

test('[BACK-2] the newest is the one made last, whatever the clock said; other files are none', () => {
  const names = ['notes.txt', backupName(1, at(48)), backupName(3, at(-9_000)), backupName(2, at(49)), 'hub-1.backup'];
  expect(backupsIn(names).map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(backupsIn([backupName(7, '2026-11-22T10:42:07.123Z')])[0]).toMatchObject({ at: '2026-11-22T10:42:07.000Z' });
});
