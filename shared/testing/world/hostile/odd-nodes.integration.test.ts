import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { SyncEngine } from '#shared/sync-client/engine.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import { cursorNow } from '../../conformance/store-changes-suite.ts';
import { noSuccessor, testIds } from '../../test-device.ts';
import { phoneSql } from '../phone/phone-sql.ts';
import { openRealStores, type RealStores } from '../real-stores.ts';

/** A phone that meets an odd node before it meets a good one. */
const ODD = 'http://odd.test';
const GOOD = 'http://good.test';
const deviceId = testIds.uuid();
let store: PhoneStore;
let asked: TransportRequest[];

beforeEach(async () => {
  const sql = phoneSql(new Database(':memory:'));
  prepareSchema(sql);
  store = openPhoneStore(sql, {
    owner: { deviceId, userId: 7 },
    clock: systemClock,
    ids: testIds,
    sha256,
    sign: signerOf(await newDeviceKey()),
    successor: noSuccessor,
    jwks: async () => null,
  });
  asked = [];
});

const answer = (status: number, body: unknown): TransportAnswer =>
  ({ kind: 'answer', status, retryAfterSeconds: null, body }) as TransportAnswer;
const server_time = '2026-11-30T05:00:00.000Z';
const device_status = { is_active: true, requires_reauth: false, clock_drift_ms: 0 };
const page = { events: [], has_more: false, next_since: 'e.2', checkpoint: null, device_status, server_time };
const scope = { products: [], clients: [], deliveries: [], stock_levels: [], users: [] };
const snapshot = { entities: scope, has_more: false, next_page: null, next_since: 'e.1', server_time };

function good({ url, body }: TransportRequest): TransportAnswer {
  if (url.includes('/pull')) return answer(200, page);
  if (url.includes('/bootstrap')) return answer(200, snapshot);
  const ids = JSON.parse(String(body)).events.map(({ id }: { id: string }) => id);
  return answer(200, { success: true, acked_event_ids: ids, failed_events: [], server_time, custody: 'server' });
}

const engine = (odd: (request: TransportRequest) => TransportAnswer, clock: Clock = systemClock) =>
  new SyncEngine({
    deviceId,
    nodes: async () => [
      { kind: 'hub', url: ODD },
      { kind: 'server', url: GOOD },
    ],
    store: store.device,
    transport: {
      request: async (request) => {
        asked.push(request);
        if (asked.length > 2 * LIMITS.fetchPages) throw new Error('asked without end');
        return request.url.startsWith(ODD) ? odd(request) : good(request);
      },
    },
    credentials: { authorization: async () => 'Bearer t', renew: async () => 'renewed' },
    clock,
    random: systemRandom,
    ids: testIds,
    log: silentLog,
  });

const product = (payload: unknown) => ({
  id: testIds.uuid(),
  entity_type: 'PRODUCT',
  action: 'PRODUCT_UPSERTED',
  entity_id: '1',
  payload,
  occurred_at: server_time,
  pos: 2,
});

const only =
  (path: string, body: unknown, status = 200) =>
  (request: TransportRequest): TransportAnswer =>
    request.url.includes(path) ? answer(status, body) : good(request);

const oddities: [string, (request: TransportRequest) => TransportAnswer][] = [
  ['speaks JSON and is no node', () => answer(200, { hello: 'portal' })],
  ['answers a push with a list', only('/push', [])],
  ['answers a pull with a text', only('/pull', 'welcome')],
  ['answers a snapshot with nothing in it', only('/bootstrap', {})],
  ['refuses the cursor of its own snapshot', only('/pull', { code: 'CURSOR_EXPIRED' }, 410)],
  ['has always more and never moves on', only('/pull', { ...page, has_more: true, next_since: 'e.1' })],
  ['says what no table can keep', only('/pull', { ...page, events: [product({ id: null })] })],
  ['says of a product what is no product', only('/pull', { ...page, events: [product(null)] })],
  ['answers a pull with news that are no list', only('/pull', { ...page, events: 5 })],
  [
    'answers a snapshot with nothing where a product belongs',
    only('/bootstrap', { ...snapshot, entities: { ...scope, products: [null] } }),
  ],
  [
    'acks nothing that could be read',
    only('/push', { success: true, acked_event_ids: null, failed_events: [null], server_time, custody: 'server' }),
  ],
  ['leaves the time out of its news', only('/pull', { ...page, server_time: undefined })],
  ['gives news without a place in the order', only('/pull', { ...page, events: [{ ...product({}), pos: undefined }] })],
  ['counts its snapshot in words', only('/bootstrap', { ...snapshot, total: 'many' })],
  ['names the same next page for ever', only('/bootstrap', { ...snapshot, has_more: true, next_page: 'again' })],
];

test.each(oddities)(
  '[ENG-7] [WIRE-2] [HOSTILE-11] [LESSON-11] a node that %s is left alone, and the next one gets everything',
  async (_what, odd) => {
    await store.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'CLOSED' } });
    const running = engine(odd);
    expect(await running.syncOnce()).toBe(true);
    expect(running.state.nodes[ODD]?.state).not.toBe('ok');
    expect(running.state.nodes[GOOD]?.state).toBe('ok');
    expect(await store.device.unsent()).toBe(0);
  },
);

test('[ENG-7] [HOSTILE-11] a node that has news or a snapshot without end is left for the next after so many pages', async () => {
  let pages = 0;
  const endless: Record<string, (request: TransportRequest) => TransportAnswer> = {
    refused: (request) => {
      pages += 1;
      return only('/bootstrap', { ...snapshot, has_more: true, next_page: `page ${pages}` })(request);
    },
    ok: (request) => {
      pages += 1;
      return only('/pull', { ...page, has_more: true, next_since: `e.${pages}` })(request);
    },
  };
  for (const [state, odd] of Object.entries(endless)) {
    asked = [];
    await store.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'CLOSED' } });
    const running = engine(odd);
    await running.syncOnce();
    expect([running.state.nodes[ODD]?.state, running.state.nodes[GOOD]?.state]).toEqual([state, 'ok']);
    const fetched = asked.filter(({ url }) => url.startsWith(ODD) && /pull|bootstrap/.test(url));
    expect(fetched.length).toBe(LIMITS.fetchPages);
    expect(await store.device.unsent()).toBe(0);
  }
});

test('[ENG-7] [HOSTILE-11] a node that takes its time over news without end is left for the next after some minutes', async () => {
  let now = Date.now();
  const slow = (request: TransportRequest): TransportAnswer => {
    if (request.url.includes('/pull')) now += 29_000;
    return only('/pull', { ...page, has_more: true, next_since: `e.${now}` })(request);
  };
  const from = now;
  await engine(slow, { ...systemClock, now: () => now }).syncOnce();
  expect(now - from).toBeGreaterThanOrEqual(LIMITS.fetchMs);
  expect(now - from).toBeLessThan(LIMITS.fetchMs + 60_000);
});

let stores: RealStores;
beforeAll(async () => {
  stores = await openRealStores();
});
afterAll(() => stores?.close());

test('[ENG-7] a hub that has not heard of its caller’s move says nothing, instead of asking for one snapshot after another', async () => {
  const { caller, device } = await stores.hub.handset('driver1.alger');
  const since = await cursorNow(stores.hub, caller);
  const moved = { ...caller, scopeFrom: Number(since.split('.')[1]) + 10 };
  const heard = await stores.hub.store.changes(moved, since, 10, device.id);
  expect(heard).toMatchObject({ ok: true, value: { events: [], has_more: false, next_since: since } });
  const atServer = await stores.server.store.changes(moved, since, 10, device.id);
  expect(atServer).toMatchObject({ ok: false, error: { code: 'CURSOR_EXPIRED' } });
});
