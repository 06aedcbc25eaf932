import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { blobFiles } from './blob-files.ts';
import { hubBlobOutbox, hubBlobStore } from './hub-blobs.ts';
import { type HubDatabase, openHubDatabase } from './hub-database.ts';

const SERVER: NodeRef = { kind: 'server', url: 'https://hq.example' };
const HOUR_MS = LIMITS.setAsideSeconds * 1_000;
const BY = '01a20000-0000-7000-8000-000000000001';
let time = Date.parse('2026-11-22T09:00:00.000Z');
const clock = { now: () => time, sleep: async () => {} };

let folder: string;
let database: HubDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manchengo-spoilt-'));
  const opened = openHubDatabase(folder);
  if (!opened.ok) throw new Error(opened.error);
  database = opened.value;
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A hub that was brought one photo. */
async function withPhoto(text: string) {
  const files = blobFiles(join(folder, 'blobs'));
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const upload = { sha256, by: BY };
  const store = hubBlobStore({ database, files, clock, depotId: 1, onWhole: () => {} });
  await store.append(upload, 0, bytes);
  expect(await store.complete(upload, 'image/jpeg')).toBe('whole');
  const outbox = hubBlobOutbox(database, files, clock);
  const waiting = async () => (await outbox.waiting(SERVER)).map((blob) => blob.sha256);
  return { sha256, upload, store, outbox, waiting, files, path: join(folder, 'blobs', sha256) };
}

test('[BLOB-9] a hub keeps a photo that is good on its disk and was spoilt on its way, and offers it again after an hour', async () => {
  const { sha256, upload, store, outbox, waiting, files } = await withPhoto('a closed door');
  expect(await waiting()).toEqual([sha256]);
  await outbox.setAside(SERVER, sha256, 'HASH_MISMATCH');
  expect((await store.find(upload)).whole).not.toBeNull();
  expect(Buffer.from((await files.readPiece(sha256, 0, 100)) ?? []).toString()).toBe('a closed door');
  time += HOUR_MS - 1;
  expect(await waiting()).toEqual([]);
  time += 1;
  expect(await waiting()).toEqual([sha256]);
  await outbox.setAside(SERVER, sha256, 'HASH_MISMATCH');
  // A clock that is set back silences nothing.
  time -= 365 * 24 * HOUR_MS;
  expect(await waiting()).toEqual([sha256]);
});

test('[BLOB-9] a hub drops a photo that is spoilt or lost on its own disk, and says so', async () => {
  const { sha256, upload, store, outbox, waiting, path } = await withPhoto('an open door');
  writeFileSync(path, 'another text');
  await outbox.setAside(SERVER, sha256, 'HASH_MISMATCH');
  expect(await waiting()).toEqual([]);
  expect((await store.find(upload)).whole).toBeNull();
  const lost = await withPhoto('an open door');
  rmSync(lost.path);
  await lost.outbox.setAside(SERVER, sha256, 'HASH_MISMATCH');
  expect((await lost.store.find(upload)).whole).toBeNull();
});
