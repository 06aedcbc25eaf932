import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { BootstrapResponse } from '#shared/contract/sync.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { openPhoneStore, prepareSchema } from '../../../mobile-pwa/store/phone-store.ts';
import { failureCode } from '../../../mobile-pwa/sync/failure-code.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { noSuccessor, testIds } from '../test-device.ts';
import { phoneSql } from './phone/phone-sql.ts';
import { call, type SignedIn, signIn, startWorld, type World } from './start-world.ts';

let database: TestDatabase;
let world: World;
let driver: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.hubUrl, 'driver1.alger');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const audit = () =>
  driver.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { x: 'x'.repeat(500) } });
const pushToHub = (events: unknown[]) =>
  call(world.hubUrl, 'POST', '/api/sync/push', {
    authorization: driver.authorization,
    body: driver.device.pushBody(events),
  });

async function newPhone() {
  const file = new Database(':memory:');
  const sql = phoneSql(file);
  prepareSchema(sql);
  const store = openPhoneStore(sql, {
    owner: { deviceId: testIds.uuid(), userId: 7 },
    clock: systemClock,
    ids: testIds,
    sha256,
    sign: signerOf(await newDeviceKey()),
    successor: noSuccessor,
    jwks: async () => null,
  });
  const record = () =>
    store.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'CLOSED' } });
  return { file, sql, store, record };
}

/** From here on no page can be added: SQLite answers as on a full disk. `0` frees it again. */
function fillDisk(file: Database.Database): () => void {
  file.pragma(`max_page_count = ${file.pragma('page_count', { simple: true })}`);
  return () => file.pragma('max_page_count = 1073741823');
}

test('[LESSON-5] what is unsent is counted, on the phone and at the depot, and every commit is flushed', async () => {
  const { store, record } = await newPhone();
  await record();
  await record();
  expect(await store.device.unsent()).toBe(2);
  expect(store.counts()).toMatchObject({ device: 2, depot: 0 });
  const file = world.hub.database;
  expect([file.pragma('journal_mode', { simple: true }), file.pragma('synchronous', { simple: true })]).toEqual([
    'wal',
    2,
  ]);
  const { body } = await call(world.hubUrl, 'GET', '/api/sync/status', { authorization: driver.authorization });
  expect(body).toMatchObject({
    device: { pending_events: expect.any(Number) },
    upstream: { backlog: expect.any(Number) },
  });
});

test('[LESSON-6] on a full phone a record fails aloud and whole; what was there stays, and the numbering goes on', async () => {
  const { file, sql, store, record } = await newPhone();
  await record();
  const empty = fillDisk(file);
  let failure: unknown = null;
  let recorded = 1;
  while (failure === null) {
    failure = await record().then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) recorded += 1;
  }
  expect(failureCode(failure)).toBe('STORAGE_FULL');
  const seqs = () => sql.all<{ seq: number }>('SELECT seq FROM sync_queue ORDER BY seq').map(({ seq }) => seq);
  expect(seqs()).toEqual(Array.from({ length: recorded }, (_, n) => n + 1));
  expect(await store.device.unsent()).toBe(recorded);
  empty();
  await record();
  expect(seqs()).toEqual(Array.from({ length: recorded + 1 }, (_, n) => n + 1));
});

test('[LESSON-6] the phone’s own SQLite says a full disk in words that the screen understands', async () => {
  const sqlite3 = await sqlite3InitModule();
  const file = new sqlite3.oo1.DB(':memory:');
  file.exec('CREATE TABLE t (x); PRAGMA max_page_count = 2');
  const fill = () => {
    for (let n = 0; n < 100; n += 1) file.exec('INSERT INTO t VALUES (randomblob(1000))');
  };
  let failure: unknown = null;
  try {
    fill();
  } catch (error) {
    failure = error;
  } finally {
    file.close();
  }
  expect(failureCode(failure)).toBe('STORAGE_FULL');
});

test('[NODE-6] [LESSON-6] a depot hub whose disk is full asks for patience, blames no event, keeps what it has and goes on later', async () => {
  const before = audit();
  expect((await pushToHub([before])).body.acked_event_ids).toEqual([before.id]);
  const empty = fillDisk(world.hub.database);
  try {
    const many = Array.from({ length: 500 }, audit);
    const { status, headers, body } = await pushToHub(many);
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await call(world.hubUrl, 'GET', '/api/sync/status', { authorization: driver.authorization })).status).toBe(
      200,
    );
  } finally {
    empty();
  }
  const after = audit();
  expect((await pushToHub([before, after])).body.acked_event_ids).toEqual([before.id, after.id]);
});

test('[LESSON-10] the depot’s pairing code names depot, hub, address and server, and who answers there is that hub', async () => {
  const { origin, searchParams } = new URL(world.desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  const overview = (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body as DesktopOverview;
  const { pairing } = overview;
  expect(pairing).toMatchObject({
    v: 1,
    depot: 'ALG',
    hub: world.hub.identity.hub_id,
    server: world.hub.identity.upstream,
  });
  expect(pairing.urls.length).toBeGreaterThan(0);
  for (const url of pairing.urls) {
    const status = await call(url, 'GET', '/api/sync/status', { authorization: driver.authorization });
    expect(status.body).toMatchObject({ node: 'hub', upstream: { reachable: expect.any(Boolean) } });
  }
});

const FIRST_LOADS = 20;

test('[PULL-7] [LESSON-14] twenty first loads at once wait for their turn and come whole, page by page, while events are handed in', async () => {
  await world.database.query(
    `WITH made AS (INSERT INTO clients (id, name, updated_at)
       SELECT gen_random_uuid(), 'Shop ' || n, now() FROM generate_series(1, 700) n RETURNING id)
     INSERT INTO client_depots (client_id, depot_id) SELECT id, $1 FROM made`,
    [driver.session.user.depot_id],
  );
  const atServer = await signIn(world.serverUrl, 'driver2.alger');
  let pageCame = Promise.withResolvers<void>();
  const firstLoad = async (): Promise<BootstrapResponse[]> => {
    const pages: BootstrapResponse[] = [];
    for (let page: string | null = ''; page !== null; ) {
      // Taken before the call: whatever page comes during it may be the one that stood in its way.
      const another = pageCame.promise;
      const path = `/api/sync/bootstrap?page=${encodeURIComponent(page)}`;
      const answer = await call(world.serverUrl, 'GET', path, { authorization: atServer.authorization });
      // All of them are one device here, so each waits until none of the others reads a page.
      if (answer.status === 503) {
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        await another;
        continue;
      }
      expect(answer.status).toBe(200);
      pageCame.resolve();
      pageCame = Promise.withResolvers<void>();
      pages.push(answer.body);
      page = pages.at(-1)?.next_page ?? null;
    }
    return pages;
  };
  const handIn = async () => {
    const event = atServer.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
    const body = atServer.device.pushBody([event]);
    const answer = await call(world.serverUrl, 'POST', '/api/sync/push', {
      authorization: atServer.authorization,
      body,
    });
    expect(answer.body).toMatchObject({ acked_event_ids: [event.id] });
  };
  const loads = Promise.all(Array.from({ length: FIRST_LOADS }, firstLoad));
  for (let n = 0; n < 10; n += 1) await handIn();
  for (const pages of await loads) {
    expect(pages.length).toBeGreaterThan(1);
    const clients = pages.flatMap(({ entities }) => entities.clients.map(({ id }) => id));
    expect(new Set(clients).size).toBe(clients.length);
    expect(clients.length).toBeGreaterThanOrEqual(700);
    for (const { entities } of pages) {
      const entitiesOfPage = Object.values(entities).reduce((sum, list) => sum + list.length, 0);
      expect(entitiesOfPage).toBeLessThanOrEqual(LIMITS.bootstrapPage);
    }
    expect(new Set(pages.map(({ next_since }) => next_since)).size).toBe(1);
  }
});
