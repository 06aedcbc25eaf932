import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { forgetUnnamed, postgresBlobs } from './blobs.ts';
import { tidy } from './housekeeping.ts';

const clock = turnedClock('2026-11-22T08:00:00.000Z');
let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const by = testIds.uuid();
const store = () => postgresBlobs(server.deps.database, clock);

async function bring(text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store().append({ sha256, by }, 0, bytes);
  expect(await store().complete({ sha256, by }, 'image/jpeg')).toBe('whole');
  return sha256;
}
const isHere = async (sha256: string) => (await store().find({ sha256, by })).whole !== null;
const REF = 'INSERT INTO blob_refs (event_id, sha256, device_id, arrived) VALUES ($1, $2, $3, true)';
const name = (sha256: string) => [testIds.uuid(), sha256, by];

test('[BLOB-14] the server forgets photos that no event names for so long, and no others; they may be brought again', async () => {
  const [named, unnamed] = [await bring('named'), await bring('of nobody')];
  await server.owner.query(REF, name(named));
  clock.turn(LIMITS.unnamedBlobDays * DAY_MS);
  await tidy({ database: server.deps.database, clock });
  expect(await isHere(unnamed)).toBe(true);
  clock.turn(1_000);
  await tidy({ database: server.deps.database, clock });
  expect([await isHere(named), await isHere(unnamed)]).toEqual([true, false]);
  const { rows } = await server.owner.query('SELECT sha256 FROM blob_uploads');
  expect(rows).toEqual([{ sha256: named }]);
  await bring('of nobody');
  expect(await isHere(unnamed)).toBe(true);
});

test('[BLOB-14] a photo that an event names while it is about to be forgotten stays', async () => {
  const wanted = await bring('wanted in time');
  const tx = await server.owner.connect();
  await tx.query('BEGIN');
  await tx.query(REF, name(wanted));
  const forgetting = forgetUnnamed(server.deps.database, isoTime(clock.now() + DAY_MS));
  const waiting = async () => {
    const { rows } = await tx.query<{ waiting: number }>(
      "SELECT count(*)::integer AS waiting FROM pg_locks WHERE NOT granted AND relation = 'blob_refs'::regclass",
    );
    return rows[0]?.waiting;
  };
  await expect.poll(waiting).toBe(1);
  await tx.query('COMMIT');
  tx.release();
  await forgetting;
  expect(await isHere(wanted)).toBe(true);
});

test('[BLOB-5] a stretch that comes while another request forgets the upload is refused, and begins no upload of its own', async () => {
  const upload = { sha256: createHash('sha256').update('abcdef').digest('hex'), by };
  expect(await store().append(upload, 0, Buffer.from('abc'))).toBe(true);
  const tx = await server.owner.connect();
  await tx.query('BEGIN');
  await tx.query('DELETE FROM blob_uploads WHERE sha256 = $1', [upload.sha256]);
  const appending = store().append(upload, 3, Buffer.from('def'));
  const waiting = async () => {
    const { rowCount } = await tx.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE '%blob_pieces%'`,
    );
    return rowCount;
  };
  await expect.poll(waiting).toBe(1);
  await tx.query('COMMIT');
  tx.release();
  expect(await appending).toBe(false);
  expect(await store().find(upload)).toEqual({ whole: null, own: false, part: 0 });
});

test('[PRIV-1] photos and signatures are deleted after so many months, unless in dispute; their names stay, and nobody misses them', async () => {
  const event = async (action: string, entityId: string, seq: number): Promise<string> => {
    const id = testIds.uuid();
    await server.owner.query(
      `INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at,
         received_at, drift_ms, received_via, stored_at, status)
       VALUES ($1, $2, 1, $3, 'DELIVERY', $4, $5, '', '{}', now(), now(), 0, $2, now(), 'APPLIED')`,
      [id, by, seq, entityId, action],
    );
    return id;
  };
  const [calm, disputed] = [testIds.uuid(), testIds.uuid()];
  const [old, held] = [await bring('an old signature'), await bring('a photo in dispute')];
  await server.owner.query(REF, [await event('DELIVERY_VALIDATED', calm, 1), old, by]);
  await server.owner.query(REF, [await event('DELIVERY_VALIDATED', disputed, 2), held, by]);
  const asked = await event('CORRECTION_REQUESTED', disputed, 3);
  const content = async (sha256: string) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of store().read(sha256)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  const admin = { kind: 'device', role: 'admin' } as never;
  clock.turn(LIMITS.pictureMonths * 28 * DAY_MS);
  await tidy({ database: server.deps.database, clock });
  expect(await content(old)).toBe('an old signature');
  clock.turn(90 * DAY_MS);
  await tidy({ database: server.deps.database, clock });
  expect([await content(old), await store().mayRead(admin, old)]).toEqual(['', false]);
  // A node that asks is told that it need not be brought again, and the event goes on naming it.
  expect(await isHere(old)).toBe(true);
  expect((await server.owner.query('SELECT FROM blob_refs WHERE sha256 = $1', [old])).rowCount).toBe(1);
  expect(await content(held)).toBe('a photo in dispute');
  await server.owner.query(
    `INSERT INTO inbox_answers (event_id, answered_at, answered_by, outcome, reason) VALUES ($1, now(), 1, 'ACCEPTED', 'settled')`,
    [asked],
  );
  await tidy({ database: server.deps.database, clock });
  expect(await content(held)).toBe('');
});
