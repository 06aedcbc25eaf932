import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Checkpoint } from '#shared/contract/sync.ts';
import { nameOf, photo } from '../../conformance/blob-suite.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { startNode } from '../node-process.ts';
import { call, enrollCode, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let driver: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.serverUrl, 'driver1.alger');
});
afterEach(() => world.wan.reconnect());
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

type Bytes = Uint8Array<ArrayBuffer>;
const blobUrl = (bytes: Bytes) => `/api/sync/blobs/${nameOf(bytes)}`;
const put = (url: string, who: SignedIn, bytes: Bytes) =>
  call(url, 'PUT', blobUrl(bytes), { authorization: who.authorization, raw: bytes });
const head = (url: string, who: SignedIn, bytes: Bytes) =>
  call(url, 'HEAD', blobUrl(bytes), { authorization: who.authorization });
const isWhole = ({ status }: { status: number }) => status === 200;

const naming = (who: SignedIn, photos: Bytes[], signature?: Bytes) =>
  who.device.say({
    entity_type: 'DELIVERY',
    entity_id: testIds.uuid(),
    action: signature ? 'DELIVERY_VALIDATED' : 'DELIVERY_FAILED',
    payload: {
      ...(signature
        ? { qr_scanned: 'MCG1.x', validated_at: new Date().toISOString(), signature_blob: nameOf(signature) }
        : { reason: 'CLOSED' }),
      photo_blobs: photos.map(nameOf),
    },
  });
const push = (url: string, who: SignedIn, events: unknown[]) =>
  call(url, 'POST', '/api/sync/push', { authorization: who.authorization, body: who.device.pushBody(events) });
async function checkpointOf(url: string, who: SignedIn): Promise<Checkpoint | null> {
  const { authorization } = who;
  const { body } = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization });
  const pulled = await call(url, 'GET', `/api/sync/pull?since=${body.next_since}`, { authorization });
  return pulled.body.checkpoint === null ? null : decodeJwt(pulled.body.checkpoint);
}
const missing = async (who: SignedIn) => (await checkpointOf(world.serverUrl, who))?.missing_blobs;

test('[BLOB-7] a checkpoint names the blobs that its device’s events name and the server does not have', async () => {
  expect(await missing(driver)).toEqual([]);
  const [first, second, signature, early] = [photo(10), photo(11), photo(12), photo(13)] as const;
  await put(world.serverUrl, driver, early);
  const other = await signIn(world.serverUrl, 'driver2.alger');
  // Rejected or not, an event that lies at HQ is a document with its photos.
  const answer = await push(world.serverUrl, driver, [
    naming(driver, [first, early]),
    naming(driver, [first, second], signature),
  ]);
  expect(answer.status).toBe(200);
  expect(await missing(driver)).toEqual([first, second, signature].map(nameOf).sort());
  expect(await missing(other)).toEqual([]);
  const half = { authorization: driver.authorization, raw: first.slice(0, 5) };
  await call(world.serverUrl, 'PUT', blobUrl(first), { ...half, headers: { 'content-range': 'bytes 0-4/10' } });
  expect(await missing(driver)).toContain(nameOf(first));
  // By whomever it comes.
  await put(world.serverUrl, other, first);
  expect(await missing(driver)).toEqual([second, signature].map(nameOf).sort());
  await put(world.serverUrl, driver, second);
  await put(world.serverUrl, driver, signature);
  expect(await missing(driver)).toEqual([]);
});

test('[BLOB-7] an event and its blob that arrive at the same moment are never told as missing for ever', async () => {
  const photos = Array.from({ length: 12 }, (_, n) => photo(100 + n));
  await Promise.all([
    ...photos.map((bytes) => put(world.serverUrl, driver, bytes)),
    ...photos.map((bytes) => push(world.serverUrl, driver, [naming(driver, [bytes])])),
  ]);
  expect(await missing(driver)).toEqual([]);
});

const forwarded = (bytes: Bytes) =>
  world.hub.database.prepare('SELECT sent_at FROM blobs WHERE hex(sha256) = upper(?)').get(nameOf(bytes)) as
    | { sent_at: number | null }
    | undefined;
const fileOf = (bytes: Bytes) => join(dirname(world.hub.database.name), 'blobs', nameOf(bytes));

test('[BLOB-8] a hub keeps a blob until the server itself says that it has it', async () => {
  const atHub = await signIn(world.hubUrl, 'driver1.alger');
  world.wan.cut();
  const bytes = photo(700_000);
  expect((await put(world.hubUrl, atHub, bytes)).status).toBe(201);
  await push(world.hubUrl, atHub, [naming(atHub, [bytes])]);
  expect(forwarded(bytes)).toEqual({ sent_at: null });
  expect((await head(world.serverUrl, atHub, bytes)).status).toBe(404);
  world.wan.reconnect();
  await eventually(() => head(world.serverUrl, atHub, bytes), isWhole, 'the photo reaches HQ');
  await eventually(
    () => forwarded(bytes)?.sent_at,
    (at) => at !== null,
    'the hub has heard it from the server',
  );
  // The event came to HQ before its photo: the hub carries home a checkpoint that knows of both.
  await eventually(
    () => checkpointOf(world.hubUrl, atHub),
    (checkpoint) => checkpoint?.up_to === 1 && checkpoint.missing_blobs.length === 0,
    'a checkpoint that misses nothing',
  );
  expect(existsSync(fileOf(bytes))).toBe(true);
});

test('[BLOB-8] [LESSON-13] a line that is cut in the middle of a photo costs a piece, never the whole', async () => {
  const atHub = await signIn(world.hubUrl, 'driver2.alger');
  const bytes = photo(LIMITS.blobBytes);
  const before = world.wan.carriedUp();
  const sizes: number[] = [];
  for (const part of [0.3, 0.3]) {
    world.wan.cutAfter(LIMITS.blobBytes * part);
    if (sizes.length === 0) await put(world.hubUrl, atHub, bytes);
    await eventually(world.wan.isCut, (cut) => cut, 'the line is cut');
    expect((await head(world.serverUrl, atHub, bytes)).status).toBe(404);
    const { rows } = await world.database.query('SELECT size FROM blob_uploads WHERE sha256 = $1', [nameOf(bytes)]);
    sizes.push(rows[0].size);
    world.wan.reconnect();
  }
  await eventually(() => head(world.serverUrl, atHub, bytes), isWhole, 'the photo reaches HQ');
  expect(sizes[0]).toBeGreaterThan(LIMITS.blobBytes * 0.2);
  expect(sizes[1]).toBeGreaterThan(sizes[0] ?? 0);
  const overhead = 4 * LIMITS.blobPieceBytes;
  expect(world.wan.carriedUp() - before).toBeLessThan(LIMITS.blobBytes + overhead);
});

test('[BLOB-9] a photo that cannot go holds up no other and no event', async () => {
  const atHub = await signIn(world.hubUrl, 'seller1.alger');
  const [lost, spoilt, good] = [photo(1_000), photo(1_001), photo(1_002)] as const;
  world.wan.cut();
  await put(world.hubUrl, atHub, lost);
  await put(world.hubUrl, atHub, spoilt);
  await put(world.hubUrl, atHub, good);
  rmSync(fileOf(lost));
  writeFileSync(fileOf(spoilt), photo(1_001));
  world.wan.reconnect();
  const event = atHub.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  await push(world.hubUrl, atHub, [event]);
  await eventually(() => head(world.serverUrl, atHub, good), isWhole, 'the other photo reaches HQ');
  await eventually(
    async () => (await world.database.query('SELECT 1 FROM events WHERE id = $1', [event.id])).rowCount,
    (count) => count === 1,
    'the event reaches HQ',
  );
  // The hub has lost them, and says so: their phone, which keeps them until the server's statement, brings them again.
  for (const bytes of [lost, spoilt]) {
    await eventually(
      () => head(world.hubUrl, atHub, bytes),
      ({ status }) => status === 404,
      'the hub has forgotten it',
    );
    expect((await put(world.hubUrl, atHub, bytes)).status).toBe(201);
    await eventually(() => head(world.serverUrl, atHub, bytes), isWhole, 'it reaches HQ after all');
  }
});

test('[BLOB-6] at HQ, a depot’s hub and an admin are given what another depot’s are not', async () => {
  const bytes = photo(500);
  await put(world.serverUrl, driver, bytes);
  const get = (who: SignedIn) =>
    call(world.serverUrl, 'GET', blobUrl(bytes), { authorization: who.authorization }).then(({ status }) => status);
  const clerk = await signIn(world.serverUrl, 'clerk.alger');
  const oran = await signIn(world.serverUrl, 'driver1.oran');
  expect(await get(clerk)).toBe(404);
  await push(world.serverUrl, driver, [naming(driver, [bytes])]);
  expect(await get(clerk)).toBe(200);
  expect(await get(oran)).toBe(404);
  expect(await get(await signIn(world.serverUrl, 'admin'))).toBe(200);
});

test('[BLOB-10] a hub killed in the middle of a photo goes on with it, and what it has called whole is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-blobs-'));
  const env = {
    MANCHENGO_DATA_DIR: folder,
    MANCHENGO_UPSTREAM: world.serverUrl,
    MANCHENGO_ENROLL_CODE: await enrollCode(world.serverUrl, 'ORN'),
  };
  let hub = await startNode('hub', env);
  try {
    const visitor = await signIn(hub.ready.url, 'driver1.oran');
    const bytes = photo(3_000_000);
    const sending = sendSlowly(hub.ready.url, visitor, bytes, 2_000_000);
    const { headers } = await eventually(
      () => head(hub.ready.url, visitor, bytes),
      ({ status }) => status === 204,
      'a part is there',
    );
    await hub.end('SIGKILL');
    sending.destroy();
    hub = await startNode('hub', env);
    const held = await head(hub.ready.url, visitor, bytes);
    const from = Number(held.headers.get('upload-offset'));
    expect(from).toBeGreaterThanOrEqual(Number(headers.get('upload-offset')));
    const rest = await call(hub.ready.url, 'PUT', blobUrl(bytes), {
      authorization: visitor.authorization,
      raw: bytes.slice(from),
      headers: { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` },
    });
    expect(rest.status).toBe(201);
    await hub.end('SIGKILL');
    hub = await startNode('hub', env);
    expect((await head(hub.ready.url, visitor, bytes)).status).toBe(200);
    await eventually(() => head(world.serverUrl, visitor, bytes), isWhole, 'the photo reaches HQ');
  } finally {
    await hub.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
});

/** Announces all of it, sends `send` bytes, and leaves the rest open. */
function sendSlowly(url: string, who: SignedIn, bytes: Bytes, send: number) {
  const { hostname, port } = new URL(url);
  const sending = httpRequest({
    hostname,
    port,
    path: blobUrl(bytes),
    method: 'PUT',
    headers: { authorization: who.authorization, 'content-length': bytes.length },
  });
  sending.on('error', () => {});
  sending.write(bytes.subarray(0, send));
  return sending;
}
