import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#shared/ports/log.ts';
import { DATABASE_FILE, openHubDatabase, tryHubDatabase } from '../store/hub-database.ts';
import { lookAfterHealth } from './look-after-health.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'manchengo-health-'));
  const opened = openHubDatabase(dataDir);
  if (!opened.ok) throw new Error(opened.error);
  const insert = opened.value.prepare('INSERT INTO entities (kind, key, body) VALUES (?, ?, ?)');
  opened.value.transaction(() => {
    for (let n = 0; n < 500; n += 1) insert.run('products', String(n).padStart(10, '0'), 'x'.repeat(1_000));
  })();
  opened.value.close();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Looks as a hub does that runs on the file as it now is. → how often it said that it is damaged. */
async function look(): Promise<number> {
  const database = new Database(join(dataDir, DATABASE_FILE));
  let told = 0;
  const onDamaged = () => {
    told += 1;
  };
  const health = lookAfterHealth({ dataDir, database, lookNow: false, onDamaged, log: silentLog });
  await health.look();
  await health.look();
  health.stop();
  database.close();
  return told;
}

test('[REC-5] a database that is whole is left in peace', async () => {
  expect(await look()).toBe(0);
  expect(tryHubDatabase(dataDir, { isEnrolled: true }).ok).toBe(true);
});

test('[REC-5] one that was damaged while the hub ran is told once, and the next start knows it', async () => {
  const path = join(dataDir, DATABASE_FILE);
  const bytes = readFileSync(path);
  bytes.fill(0xab, bytes.length - 30 * 4_096, bytes.length - 4_096);
  writeFileSync(path, bytes);
  expect(await look()).toBe(1);
  expect(tryHubDatabase(dataDir, { isEnrolled: true })).toMatchObject({ ok: false, error: { kind: 'DAMAGED' } });
});

test('[REC-1] a file whose tables are gone is as bad as one that is damaged', () => {
  const database = new Database(join(dataDir, DATABASE_FILE));
  database.exec('DROP TABLE relay_queue');
  database.close();
  expect(tryHubDatabase(dataDir, { isEnrolled: true })).toMatchObject({ ok: false, error: { kind: 'DAMAGED' } });
});
