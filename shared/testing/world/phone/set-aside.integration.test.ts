import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PATHS } from '#hub/paths.ts';
import { uuidBlob } from '#hub/store/blobs.ts';
import { uplinkStore } from '#hub/store/uplink-store.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { noteAppVersion } from '../../../../mobile-pwa/store/outbox.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import { probe } from '../../../../mobile-pwa/sync/node-probe.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { noSuccessor, testIds } from '../../test-device.ts';
import { call, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { phoneSql } from './phone-sql.ts';

/** What a node could not take even alone, and what becomes of it when nobody does anything about it. */
const A_WHILE_MS = LIMITS.setAsideSeconds * 1_000;
const HUB: NodeRef = { kind: 'hub', url: 'http://hub.test' };

let database: TestDatabase;
let world: World;
let time: number;
let sql: Sql;
let store: PhoneStore;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

beforeEach(async () => {
  time = Date.parse('2026-11-22T09:00:00.000Z');
  sql = phoneSql(new Database(':memory:'));
  prepareSchema(sql);
  store = openPhoneStore(sql, {
    owner: { deviceId: testIds.uuid(), userId: 7 },
    clock: { now: () => time, sleep: async () => {} },
    ids: testIds,
    sha256,
    sign: signerOf(await newDeviceKey()),
    successor: noSuccessor,
    jwks: async () => null,
  });
});

const offered = async (node: NodeRef): Promise<string[]> =>
  (await store.device.nextBatch(node, 1_000, 4_000_000)).map(({ id }) => id);

/** An event that a node has choked on, and that its author has read about. */
async function putAway(node: NodeRef): Promise<string> {
  const event_id = testIds.uuid();
  await store.failDelivery({ event_id, delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });
  expect(await offered(node)).toEqual([event_id]);
  await store.device.setAside(node, event_id, 'HTTP_500');
  store.dismiss(event_id);
  expect(await offered(node)).toEqual([]);
  return event_id;
}

test('[PHONE-21] what was set aside and put away is offered again after a while, and is not put up again', async () => {
  const id = await putAway(HUB);
  time += A_WHILE_MS;
  expect(await offered(HUB)).toEqual([]);
  time += 1;
  expect(await offered(HUB)).toEqual([id]);
  await store.device.setAside(HUB, id, 'HTTP_500');
  expect(await offered(HUB)).toEqual([]);
  expect(store.inbox()).toEqual([]);
});

test('[PHONE-21] a clock that is set back a year puts nothing aside for a year', async () => {
  const id = await putAway(HUB);
  time -= 365 * 86_400_000;
  expect(await offered(HUB)).toEqual([id]);
});

test('[PHONE-21] a node that runs another version is offered it at once, and once; others are not put off', async () => {
  const before = { ...HUB, version: '1' };
  const after = { ...HUB, version: '2' };
  const id = await putAway(before);
  expect(await offered({ kind: 'hub', url: 'http://other.test', version: '1' })).toEqual([id]);
  expect(await offered(before)).toEqual([]);
  expect(await offered(after)).toEqual([id]);
  await store.device.setAside(after, id, 'HTTP_500');
  expect(await offered(after)).toEqual([]);
});

test('[PHONE-21] a new version of the app offers it at once, and once', async () => {
  noteAppVersion(sql, '6');
  const id = await putAway(HUB);
  noteAppVersion(sql, '6');
  expect(await offered(HUB)).toEqual([]);
  noteAppVersion(sql, '7');
  expect(await offered(HUB)).toEqual([id]);
  await store.device.setAside(HUB, id, 'HTTP_500');
  noteAppVersion(sql, '7');
  expect(await offered(HUB)).toEqual([]);
});

test('[HUB-7] both nodes say which version they run, and HQ knows it of each hub', async () => {
  for (const url of [world.serverUrl, world.hubUrl])
    expect(await probe(fetchTransport, url)).toMatchObject({ card: { app_version: APP_VERSION } });
  const { authorization } = await signIn(world.serverUrl, 'admin');
  const hubs = () => call(world.serverUrl, 'GET', '/api/admin/hubs', { authorization });
  await eventually(
    async () => (await hubs()).body.items[0],
    (hub) => hub?.app_version === APP_VERSION,
    'the hub has bought a token',
  );
});

test('[CUST-12] what the server choked on at a hub is offered to it again after a while; a refused copy is not', async () => {
  const hub = new Database(':memory:');
  hub.exec(readFileSync(PATHS.schema, 'utf8'));
  const device = testIds.uuid();
  const taken = hub.prepare(
    `INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms, vouched) VALUES (?, ?, x'00', '{}', 1, 0, 1)`,
  );
  const [choked, refused] = [testIds.uuid(), testIds.uuid()];
  for (const id of [choked, refused]) taken.run(uuidBlob(id), uuidBlob(device));
  hub.prepare('INSERT INTO waiting_counts (device_id, waiting) VALUES (?, 2)').run(uuidBlob(device));
  const words = { readCheckpoint: async () => null, readWipeOrder: async () => null };
  const uplink = uplinkStore(hub, { now: () => time, sleep: async () => {} }, words);
  const server: NodeRef = { kind: 'server', url: 'http://server.test' };
  const waiting = async () => (await uplink.nextBatch(server, 1_000, 4_000_000)).map(({ id }) => id);
  expect(await waiting()).toEqual([choked, refused]);
  await uplink.setAside(server, choked, 'HTTP_500');
  await uplink.setAside(server, refused, 'SIGNATURE_INVALID');
  expect(await waiting()).toEqual([]);
  time += A_WHILE_MS;
  expect([await waiting(), await uplink.unsent()]).toEqual([[], 0]);
  time += 1;
  expect([await waiting(), await uplink.unsent()]).toEqual([[choked], 1]);
  await uplink.setAside(server, choked, 'HTTP_500');
  expect([await waiting(), await uplink.unsent()]).toEqual([[], 0]);
  time -= 365 * 86_400_000;
  expect(await waiting()).toEqual([choked]);
});
