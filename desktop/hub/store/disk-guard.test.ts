import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '#shared/ports/log.ts';
import { diskGuard } from './disk-guard.ts';
import { CHECKPOINT_PAGES, openHubDatabase } from './hub-database.ts';

const MB = 1_000_000;
const FLOOR = 10 * MB;
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A data folder on a disk that has as much room as is said. */
function guardOn(disk: { free: number }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'manchengo-guard-'));
  const opened = openHubDatabase(dataDir);
  if (!opened.ok) throw new Error(opened.error);
  const database = opened.value;
  const freeBytes = () => disk.free;
  const guard = diskGuard({ dataDir, database, floorBytes: () => FLOOR, freeBytes, onError: () => {}, log: silentLog });
  open.push(() => {
    guard.stop();
    database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { guard, logPages: () => database.pragma('wal_autocheckpoint', { simple: true }) };
}

test('[DISK-4] a load that would take what phones need waits, is told as a disk that is short, and holds photos back', () => {
  const { guard } = guardOn({ free: 100 * MB });
  expect(guard.hasRoomForLoad(30 * MB)).toBe(true);
  expect(guard.state().level).toBe('GOOD');
  expect(guard.hasRoomForLoad(40 * MB)).toBe(false);
  expect(guard.state().level).toBe('NO_PHOTOS');
  expect(guard.refusalOf('photo')).not.toBeNull();
  expect(guard.refusalOf('event')).toBeNull();
  expect(guard.hasRoomForLoad(MB)).toBe(true);
  expect(guard.refusalOf('photo')).toBeNull();
});

test('[DISK-4] below the floor a small load still comes, and below half of it none, while changes go on', () => {
  const disk = { free: 100 * MB };
  const { guard } = guardOn(disk);
  disk.free = 8 * MB;
  expect(guard.hasRoomForLoad(MB)).toBe(true);
  disk.free = 4 * MB;
  expect(guard.hasRoomForLoad(1_000)).toBe(false);
  expect(guard.hasRoomForNews()).toBe(true);
});

test('[DISK-4] the log is short before the floor is reached, and long again where there is room for it', () => {
  const disk = { free: 1_000 * MB };
  const { guard, logPages } = guardOn(disk);
  expect(logPages()).toBe(CHECKPOINT_PAGES);
  disk.free = FLOOR + 60 * MB;
  expect(guard.state().level).toBe('GOOD');
  expect(logPages()).toBeLessThan(CHECKPOINT_PAGES / 10);
  disk.free = 1_000 * MB;
  guard.state();
  expect(logPages()).toBe(CHECKPOINT_PAGES);
});

test('[DISK-2] room that was the reserve’s is nobody else’s: a disk that gives it up has no more for phones', async () => {
  const disk = { free: 100 * MB };
  const { guard } = guardOn(disk);
  disk.free = 0;
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  let tries = 0;
  await guard.withReserve(async () => {
    tries += 1;
    if (tries === 1) throw full;
    disk.free = FLOOR;
  });
  expect(guard.state().level).toBe('FULL');
  expect(guard.refusalOf('event')).not.toBeNull();
  disk.free = 2 * FLOOR;
  expect(guard.state().level).toBe('GOOD');
});
