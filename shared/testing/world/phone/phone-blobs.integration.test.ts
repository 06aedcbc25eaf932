import Database from 'better-sqlite3';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Checkpoint, PullResponse } from '#shared/contract/sync.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import { keyValueStoreInMemory } from '../../../../mobile-pwa/sync/key-value-store.ts';
import { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { nameOf, photo } from '../../conformance/blob-suite.ts';
import { createTestDatabase } from '../../postgres.ts';
import { noSuccessor, testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, eventually, signIn, startWorld } from '../start-world.ts';
import { loadDataKey } from './phone-file.ts';
import { phoneSql } from './phone-sql.ts';

const HUB: NodeRef = { kind: 'hub', url: 'http://hub.test' };
const SERVER: NodeRef = { kind: 'server', url: 'http://server.test' };

let serverKey: CryptoKey;
let jwks: JSONWebKeySet;
let deviceKey: CryptoKeyPair;
let time: number;
const clock = { now: () => time, sleep: async () => {} };

let database: Database.Database;
let sql: Sql;
let deviceId: string;
let store: PhoneStore;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  serverKey = pair.privateKey as CryptoKey;
  jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }] };
  deviceKey = await newDeviceKey();
});
beforeEach(() => {
  time = Date.parse('2026-11-22T09:00:00.000Z');
  database = new Database(':memory:');
  sql = phoneSql(database);
  prepareSchema(sql);
  deviceId = testIds.uuid();
  store = open();
});

const open = () =>
  openPhoneStore(sql, {
    owner: { deviceId, userId: 7 },
    clock,
    ids: testIds,
    sha256,
    sign: signerOf(deviceKey),
    successor: noSuccessor,
    jwks: async () => jwks,
  });

const record = (photos: string[]) =>
  store.failDelivery({
    event_id: testIds.uuid(),
    delivery_id: testIds.uuid(),
    details: { reason: 'CLOSED', photo_blobs: photos },
  });
async function take(bytes: number): Promise<string> {
  const kept = store.keepBlob(photo(bytes), 'image/jpeg');
  if (kept.kind !== 'kept') throw new Error(kept.reason);
  return kept.sha256;
}
const waitingFor = async (node: NodeRef) => (await store.blobs.waiting(node)).map((blob) => blob.sha256);

async function pullCheckpoint(change: Partial<Checkpoint>): Promise<void> {
  const [last] = sql.all<{ seq: number; checksum: string }>(
    `SELECT seq, checksum FROM sync_queue UNION SELECT seq, checksum FROM sync_archive ORDER BY seq DESC LIMIT 1`,
  );
  const claims = { device_id: deviceId, up_to: last!.seq, checksum: last!.checksum, received_above: [], ...change };
  const jws = await new SignJWT({ missing_blobs: [], ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: TOKEN_TYPES.checkpoint })
    .setIssuedAt(Math.floor(time / 1_000))
    .sign(serverKey);
  const page: PullResponse = {
    events: [],
    has_more: false,
    server_time: new Date(time).toISOString(),
    device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 },
    next_since: 'e.1',
    checkpoint: jws,
  };
  await store.device.applyPage(page);
}

test('[BLOB-11] a photo waits for an event to name it, and is kept whatever a hub says', async () => {
  const sha256 = await take(1_000);
  expect(await waitingFor(HUB)).toEqual([]);
  await record([sha256]);
  expect(await waitingFor(HUB)).toEqual([sha256]);
  await store.blobs.recordHeld(HUB, sha256);
  expect(await waitingFor(HUB)).toEqual([]);
  expect(await waitingFor(SERVER)).toEqual([sha256]);
  expect(store.unsentBlobs()).toEqual({ count: 1, bytes: 1_000, refused: 0 });
  // The hub may have burnt since; and a clock that was set back silences nothing.
  time += 2 * 3_600_000;
  expect(await waitingFor(HUB)).toEqual([sha256]);
  time -= 365 * 24 * 3_600_000;
  expect(await waitingFor(HUB)).toEqual([sha256]);
});

test('[BLOB-9] a photo that was spoilt on its way is offered again after an hour, one that is too large is not', async () => {
  const [spoilt, large] = [await take(1_000), await take(2_000)];
  await record([spoilt, large]);
  for (const node of [HUB, SERVER]) {
    await store.blobs.setAside(node, spoilt, 'HASH_MISMATCH');
    await store.blobs.setAside(node, large, 'BLOB_TOO_LARGE');
    expect(await waitingFor(node)).toEqual([]);
  }
  expect(store.unsentBlobs()).toMatchObject({ count: 2, refused: 2 });
  time += LIMITS.setAsideSeconds * 1_000;
  for (const node of [HUB, SERVER]) expect(await waitingFor(node)).toEqual([]);
  time += 1;
  for (const node of [HUB, SERVER]) expect(await waitingFor(node)).toEqual([spoilt]);
  time -= 365 * 24 * 3_600_000;
  for (const node of [HUB, SERVER]) expect(await waitingFor(node)).toEqual([spoilt]);
});

test('[BLOB-11] the server’s own HEAD ends the custody', async () => {
  const sha256 = await take(1_000);
  await record([sha256]);
  await store.blobs.recordHeld(SERVER, sha256);
  expect(await waitingFor(SERVER)).toEqual([]);
  expect(store.unsentBlobs()).toMatchObject({ count: 0 });
});

test('[BLOB-11] a checkpoint ends it that covers the event and does not miss the photo', async () => {
  const [here, there] = [await take(1_000), await take(2_000)];
  await record([here, there]);
  await pullCheckpoint({ up_to: 0, checksum: null });
  expect(await waitingFor(SERVER)).toEqual([here, there]);
  await pullCheckpoint({ checksum: nameOf(photo(1)) });
  expect(await waitingFor(SERVER)).toEqual([here, there]);
  await pullCheckpoint({ missing_blobs: [here] });
  expect(await waitingFor(SERVER)).toEqual([here]);
  await pullCheckpoint({});
  expect(await waitingFor(SERVER)).toEqual([]);
});

test('[BLOB-12] a photo that a later checkpoint misses is brought again', async () => {
  const sha256 = await take(1_000);
  await record([sha256]);
  await pullCheckpoint({});
  expect(await waitingFor(SERVER)).toEqual([]);
  await pullCheckpoint({ missing_blobs: [sha256] });
  expect(await waitingFor(SERVER)).toEqual([sha256]);
});

const keptPhotos = () => sql.all<{ sha256: string }>('SELECT DISTINCT sha256 FROM blob_bytes').map((row) => row.sha256);

test('[BLOB-12] [LESSON-6] on a full phone the photos that HQ has leave, and no other', async () => {
  const [old, unsent] = [await take(900_000), await take(400_000)];
  await record([old, unsent]);
  await store.blobs.recordHeld(SERVER, old);
  const pages = sql.all<{ page_count: number }>('PRAGMA page_count')[0]!.page_count;
  sql.exec(`PRAGMA max_page_count = ${pages + 20}`);
  const fresh = await take(700_000);
  expect(keptPhotos().sort()).toEqual([unsent, fresh].sort());
  // Nothing is left that could leave: the next one is an error that a screen can tell.
  await expect(take(2_000_000)).rejects.toThrow(/full/);
  expect(keptPhotos()).toHaveLength(2);
});

test('[BLOB-12] of the photos that HQ has, a limited amount is kept', async () => {
  const names: string[] = [];
  for (let n = 0; n < 10; n += 1) names.push(await take(LIMITS.blobBytes - n));
  await record(names);
  for (const name of names) await store.blobs.recordHeld(SERVER, name);
  const kept = keptPhotos();
  expect(kept).toHaveLength(Math.floor(LIMITS.keptBlobBytes / (LIMITS.blobBytes - 9)));
  expect(kept).toContain(names[9]);
  expect(kept).not.toContain(names[0]);
});

test('[BLOB-11] [DELIV-5] photos that neither an event nor a kept form names are gone at the next start, others are not', async () => {
  const [named, abandoned, begun] = [await take(1_000), await take(1_001), await take(1_002)];
  await record([named]);
  const delivery_id = testIds.uuid();
  store.saveDeliveryDraft({
    delivery_id,
    event_id: testIds.uuid(),
    scanned: null,
    lines: [],
    received_by: '',
    cash: null,
    cash_is_total: false,
    cheque: null,
    empties: [],
    proof: { signature: null, photos: [begun], place: null },
    failure: null,
  });
  store = open();
  expect(keptPhotos().sort()).toEqual([named, begun].sort());
  expect(store.blob(begun)).toMatchObject({ content_type: 'image/jpeg', bytes: { length: 1_002 } });
  expect(store.blob(abandoned)).toBeNull();
  // The form is recorded: what it held and no event names goes at the start after.
  await store.failDelivery({ event_id: testIds.uuid(), delivery_id, details: { reason: 'ABSENT' } });
  store = open();
  expect(keptPhotos()).toEqual([named]);
  expect(keptPhotos()).not.toContain(abandoned);
  expect(store.keepBlob(new Uint8Array(), 'image/png')).toEqual({ kind: 'refused', reason: 'EMPTY' });
  expect(store.keepBlob(new Uint8Array(LIMITS.blobBytes + 1), 'image/png')).toMatchObject({ reason: 'TOO_LARGE' });
});

test('[BLOB-11] [LESSON-13] a photo taken without a network reaches HQ by way of the hub, and the phone hears of it', async () => {
  const testDatabase = await createTestDatabase();
  const world = await startWorld(testDatabase.url);
  const keyValues = keyValueStoreInMemory();
  const phone = new Phone({
    sql,
    keyValues,
    dataKey: await loadDataKey(keyValues),
    transport: fetchTransport,
    origin: world.hubUrl,
    card: { name: 'test', platform: 'node', app_version: '0' },
    clock: systemClock,
    random: systemRandom,
    ids: testIds,
    log: silentLog,
  });
  try {
    await phone.open();
    await phone.signIn({ username: 'driver1.alger', password: DEMO_PASSWORD });
    world.wan.cut();
    const bytes = photo(600_000);
    phone.store.keepBlob(bytes, 'image/jpeg');
    await phone.store.failDelivery({
      event_id: testIds.uuid(),
      delivery_id: testIds.uuid(),
      details: { reason: 'ABSENT', photo_blobs: [nameOf(bytes)] },
    });
    await eventually(
      () => world.hub.database.prepare('SELECT 1 FROM blobs').all().length,
      (count) => count === 1,
      'the hub has the photo',
    );
    expect(phone.store.unsentBlobs()).toMatchObject({ count: 1 });
    world.wan.reconnect();
    await eventually(
      () => {
        phone.engine!.kick();
        return phone.store.unsentBlobs().count;
      },
      (count) => count === 0,
      'the phone knows that HQ has its photo',
    );
    const admin = await signIn(world.serverUrl, 'admin');
    const { authorization } = admin;
    expect((await call(world.serverUrl, 'GET', `/api/sync/blobs/${nameOf(bytes)}`, { authorization })).status).toBe(
      200,
    );
  } finally {
    await phone.close();
    await world.close();
    await testDatabase.drop();
  }
});
