import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DATABASE_FILE, openHubDatabase, tryHubDatabase } from './hub-database.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'manchengo-newer-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('[NODE-9] a hub’s file of a newer program is left to the byte as it is, and is no damage that a backup would repair', () => {
  const opened = openHubDatabase(dataDir);
  if (!opened.ok) throw new Error(opened.error);
  opened.value.close();
  const path = join(dataDir, DATABASE_FILE);
  const bytes = readFileSync(path);
  // SQLite's header says there what the program has noted as its version.
  bytes.writeUInt32BE(999, 60);
  writeFileSync(path, bytes);
  expect(tryHubDatabase(dataDir, { isEnrolled: true })).toMatchObject({ ok: false, error: { kind: 'UNUSABLE' } });
  expect(readFileSync(path).equals(bytes)).toBe(true);
});
