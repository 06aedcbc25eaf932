import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { blobFiles } from './blob-files.ts';
import { checksumBlob, uuidBlob } from './blobs.ts';
import { hubBlobStore, tidyBlobs } from './hub-blobs.ts';
import { openHubDatabase } from './hub-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'manchengo-unnamed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('[BLOB-14] a hub forgets photos that no event names for so long, and no others; what is forgotten may be brought again', async () => {
  const opened = openHubDatabase(folder);
  if (!opened.ok) throw new Error(opened.error);
  const database = opened.value;
  const files = blobFiles(join(folder, 'blobs'));
  let now = Date.now();
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const store = hubBlobStore({ database, files, clock, depotId: 1, onWhole: () => {} });
  const by = testIds.uuid();
  const bring = async (text: string): Promise<string> => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await store.append({ sha256, by }, 0, bytes);
    expect(await store.complete({ sha256, by }, 'image/jpeg')).toBe('whole');
    return sha256;
  };
  const [named, missed, unnamed] = [await bring('named'), await bring('missed'), await bring('of nobody')];
  database
    .prepare('INSERT INTO blob_refs (sha256, device_id, delivery_id, taken_at) VALUES (?, ?, ?, ?)')
    .run(checksumBlob(named), uuidBlob(by), 'd', now);
  const claims = JSON.stringify({ missing_blobs: [missed] });
  database
    .prepare('INSERT INTO checkpoints (device_id, jws, claims, iat) VALUES (?, ?, ?, ?)')
    .run(uuidBlob(by), 'x', claims, 1);
  const held = async (sha256: string) => {
    const { whole } = await store.find({ sha256, by });
    return [whole !== null, existsSync(join(folder, 'blobs', sha256))];
  };
  now += LIMITS.unnamedBlobDays * DAY_MS;
  await tidyBlobs(database, files, clock);
  expect(await held(unnamed)).toEqual([true, true]);
  now += 1_000;
  await tidyBlobs(database, files, clock);
  expect(await held(unnamed)).toEqual([false, false]);
  for (const kept of [named, missed]) expect(await held(kept)).toEqual([true, true]);
  await bring('of nobody');
  expect(await held(unnamed)).toEqual([true, true]);
  database.close();
});
