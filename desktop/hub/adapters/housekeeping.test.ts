import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { rewriteOnce } from '../store/free-pages.ts';
import { openHubDatabase } from '../store/hub-database.ts';
import { tidy } from './housekeeping.ts';

const folder = mkdtempSync(join(tmpdir(), 'manchengo-tidy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MB = 1024 * 1024;
const FORTY_DAYS_MS = 40 * 24 * 3600 * 1000;
const clock = { now: () => FORTY_DAYS_MS * 2, sleep: async () => {} };

function open(dataDir: string) {
  const opened = openHubDatabase(dataDir);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

/** Fills a hub's queue with what the server has had for long, and a few events that still wait. */
function fill(database: Database.Database, events: number): void {
  const add = database.prepare(
    `INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms, state, ended_at)
     VALUES (randomblob(16), x'00', x'00', ?, 0, 0, ?, ?)`,
  );
  const body = 'x'.repeat(3_000);
  database.transaction(() => {
    for (let n = 0; n < events; n += 1) add.run(body, 1, 1);
    for (let n = 0; n < 5; n += 1) add.run(body, 0, null);
  })();
}

const waiting = (database: Database.Database) =>
  database.prepare('SELECT count(*) FROM relay_queue WHERE state = 0').pluck().get();
const sizeOf = (dataDir: string): number => statSync(join(dataDir, 'hub.sqlite')).size;

test('[NODE-30] the hub’s file gives back what was forgotten, in steps between which pushes are taken', async () => {
  const dataDir = mkdtempSync(join(folder, 'new-'));
  const database = open(dataDir);
  fill(database, 12_000);
  database.pragma('wal_checkpoint(TRUNCATE)');
  expect(sizeOf(dataDir)).toBeGreaterThan(30 * MB);
  let turns = 0;
  await tidy(database, clock, async () => {
    turns += 1;
    fill(database, 0);
  });
  expect(waiting(database)).toBe(5 + 5 * turns);
  expect(turns).toBeGreaterThan(5);
  expect(sizeOf(dataDir)).toBeLessThan(20 * MB);
  expect(database.pragma('quick_check(1)', { simple: true })).toBe('ok');
  database.close();
});

test('[NODE-30] a file of an earlier version is written anew at a start, if the disk has room, and holds what it held', async () => {
  const dataDir = mkdtempSync(join(folder, 'old-'));
  open(dataDir).close();
  const old = new Database(join(dataDir, 'hub.sqlite'));
  old.pragma('journal_mode = DELETE');
  old.pragma('auto_vacuum = NONE');
  old.exec('VACUUM');
  fill(old, 3_000);
  rewriteOnce(old, 5 * MB);
  expect(old.pragma('auto_vacuum', { simple: true }), 'no room: left as it is').toBe(0);
  old.close();
  const database = open(dataDir);
  expect(database.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect([waiting(database), database.pragma('quick_check(1)', { simple: true })]).toEqual([5, 'ok']);
  database.close();
});
