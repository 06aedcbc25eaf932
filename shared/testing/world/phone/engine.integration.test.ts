import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { silentLog } from '#shared/ports/log.ts';
import {
  fetchTransport,
  type Transport,
  type TransportAnswer,
  type TransportRequest,
} from '#shared/ports/transport.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import { type EngineDeps, SyncEngine } from '#shared/sync-client/engine.ts';
import { uploadTimeoutMs } from '#shared/sync-client/patience.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import { noSuccessor, testIds } from '../../test-device.ts';
import { phoneSql } from './phone-sql.ts';

/** The production phone's store and engine; only the network and the clock are the test's. */
const NODE = 'http://hub.test';
const deviceId = testIds.uuid();
let sql: Sql;
let store: PhoneStore;
let requests: TransportRequest[];
let renewals: number;
let pauses: number[];
let reply: (request: TransportRequest) => TransportAnswer;

const answer = (status: number, body: object = {}, retryAfterSeconds: number | null = null): TransportAnswer => ({
  kind: 'answer',
  status,
  retryAfterSeconds,
  body,
});
const pushed = (request: TransportRequest): SyncEvent[] => JSON.parse(request.body ?? '{"events":[]}').events;
const isPush = ({ url }: TransportRequest) => url.endsWith('/api/sync/push');
const ack = (request: TransportRequest): TransportAnswer =>
  answer(200, {
    success: true,
    acked_event_ids: pushed(request).map(({ id }) => id),
    failed_events: [],
    server_time: '2026-11-22T10:00:00.000Z',
    custody: 'hub',
  });
const emptyPageBody = {
  events: [],
  has_more: false,
  server_time: '2026-11-22T10:00:00.000Z',
  next_since: 'e.2',
  checkpoint: null,
  device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 },
};
const emptyPage = answer(200, emptyPageBody);
const snapshot = answer(200, {
  entities: { products: [], clients: [], deliveries: [], stock_levels: [], users: [] },
  has_more: false,
  next_page: null,
  next_since: 'e.1',
  server_time: '2026-11-22T10:00:00.000Z',
});
const wellBehaved = (request: TransportRequest): TransportAnswer => {
  if (isPush(request)) return ack(request);
  return request.url.includes('/bootstrap') ? snapshot : emptyPage;
};

const clock: Clock = {
  now: () => Date.parse('2026-11-22T10:00:00.000Z'),
  // Virtual: a pause is noted, and over.
  sleep: async (ms, signal) => {
    pauses.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
    if (pauses.length > 40) signal?.throwIfAborted();
  },
};
const transport: Transport = {
  request: async (request) => {
    requests.push(request);
    return reply(request);
  },
};
const credentials: Credentials = {
  authorization: async () => `Bearer ${renewals}`,
  renew: async () => {
    renewals += 1;
    return 'renewed';
  },
};

beforeEach(async () => {
  sql = phoneSql(new Database(':memory:'));
  prepareSchema(sql);
  const sign = signerOf(await newDeviceKey());
  store = openPhoneStore(sql, {
    owner: { deviceId, userId: 7 },
    clock,
    ids: testIds,
    sha256,
    sign,
    successor: noSuccessor,
    jwks: async () => null,
  });
  requests = [];
  pauses = [];
  renewals = 0;
  reply = wellBehaved;
});

const deps = (): EngineDeps => ({
  deviceId,
  nodes: async () => [{ kind: 'hub', url: NODE }],
  store: store.device,
  transport,
  credentials,
  clock,
  random: { next: () => 0.999, bytes: (n) => crypto.getRandomValues(new Uint8Array(n)) },
  ids: testIds,
  log: silentLog,
});
const engine = () => new SyncEngine(deps());

async function record(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => testIds.uuid());
  for (const event_id of ids) {
    await store.failDelivery({ event_id, delivery_id: testIds.uuid(), details: { reason: 'CLOSED' } });
  }
  return ids;
}

test.each([
  [413, 'BATCH_TOO_LARGE'],
  [500, 'INTERNAL'],
])(
  '[ENG-2] [LESSON-1] a node that answers %i to one event gets all the others, and that one goes to the inbox',
  async (status, code) => {
    const ids = await record(9);
    const bad = ids[4] as string;
    reply = (request) => {
      if (isPush(request) && pushed(request).some(({ id }) => id === bad)) return answer(status, { code });
      return wellBehaved(request);
    };
    expect(await engine().syncOnce()).toBe(true);
    const atDepot = store.outbox(100).items.flatMap(({ id, state }) => (state === 'depot' ? [id] : []));
    expect(atDepot.sort()).toEqual(ids.filter((id) => id !== bad).sort());
    expect(store.inbox()).toMatchObject([{ event_id: bad, error_code: code, can_retry: true }]);
  },
);

test('[ENG-3] no network, 429 and 503 pause everything and change nothing', async () => {
  await record(3);
  const before = sql.all('SELECT id, custody, retry_count, last_error FROM sync_queue ORDER BY seq');
  const faults: TransportAnswer[] = [
    { kind: 'unreachable', reason: 'cut' },
    answer(503, {}, 7),
    answer(429, {}, 3),
    // A captive portal says 200 and means nothing.
    { kind: 'answer', status: 200, retryAfterSeconds: null, body: null },
  ];
  for (const fault of faults) {
    requests = [];
    reply = () => fault;
    expect(await engine().syncOnce()).toBe(false);
    expect(requests).toHaveLength(1);
    expect(sql.all('SELECT id, custody, retry_count, last_error FROM sync_queue ORDER BY seq')).toEqual(before);
  }
});

test('[ENG-3] [LESSON-7] a 401 is cured by one renewal; one that is not spends nothing', async () => {
  const ids = await record(2);
  reply = (request) =>
    request.headers.authorization === 'Bearer 0' ? answer(401, { code: 'TOKEN_EXPIRED' }) : wellBehaved(request);
  expect(await engine().syncOnce()).toBe(true);
  expect(renewals).toBe(1);
  expect(store.counts()).toMatchObject({ device: 0, depot: 2 });
  const more = await record(1);
  reply = () => answer(401, { code: 'TOKEN_INVALID' });
  const refused = engine();
  expect(await refused.syncOnce()).toBe(false);
  expect(refused.state.nodes[NODE]).toMatchObject({ state: 'sign_in' });
  expect(
    store
      .outbox(100)
      .items.map(({ id }) => id)
      .sort(),
  ).toEqual([...ids, ...more].sort());
});

test('[ENG-1] a node that is away is asked again with growing pauses, for ever', async () => {
  await record(1);
  reply = () => ({ kind: 'unreachable', reason: 'cut' });
  const running = engine();
  running.start();
  while (pauses.length < 8) await new Promise((resolve) => setImmediate(resolve));
  await running.stop();
  expect(pauses.slice(0, 8)).toEqual([999, 1998, 3996, 7992, 15984, 15984, 15984, 15984]);
});

test('[ENG-4] an expired cursor brings a snapshot that replaces the cache, never the queue', async () => {
  const ids = await record(2);
  await engine().syncOnce();
  let expired = true;
  reply = (request) => {
    if (request.url.includes('/pull') && expired) {
      expired = false;
      return answer(410, { code: 'CURSOR_EXPIRED' });
    }
    return wellBehaved(request);
  };
  requests = [];
  expect(await engine().syncOnce()).toBe(true);
  expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
    '/api/sync/pull',
    '/api/sync/bootstrap',
    '/api/sync/pull',
  ]);
  expect(
    store
      .outbox(100)
      .items.map(({ id }) => id)
      .sort(),
  ).toEqual([...ids].sort());
});

test('[ENG-5] a push worth it goes gzipped, and reads the same', async () => {
  let received: { encoding: string | undefined; body: Buffer } | null = null;
  const node = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received = { encoding: request.headers['content-encoding'], body: Buffer.concat(chunks) };
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}/api/sync/push`;
  const send = (body: string) =>
    fetchTransport.request({ method: 'POST', url, headers: {}, body, compressible: true, timeoutMs: 5_000 });
  const large = JSON.stringify({ events: Array.from({ length: 100 }, () => 'Épicerie الجزائر 🧀') });
  await send(large);
  expect(received).toMatchObject({ encoding: 'gzip' });
  const { body } = received as unknown as { body: Buffer };
  expect(gunzipSync(body).toString()).toBe(large);
  expect(body.length).toBeLessThan(large.length / 5);
  await send('{}');
  expect(received).toMatchObject({ encoding: undefined });
  node.close();
});

test('[ENG-8] [LESSON-11] a node that takes a call and never answers holds up the next one for less than 30 s', async () => {
  const ids = await record(200);
  let waited = 0;
  const silent: Transport = {
    async request(request) {
      if (!request.url.startsWith('http://silent.test')) return transport.request(request);
      waited += request.timeoutMs;
      return { kind: 'unreachable', reason: 'timeout' };
    },
  };
  const nodes = async () => [
    { kind: 'hub' as const, url: 'http://silent.test' },
    { kind: 'hub' as const, url: NODE },
  ];
  expect(await new SyncEngine({ ...deps(), nodes, transport: silent }).syncOnce()).toBe(true);
  expect(pushed(requests[0] as TransportRequest).map(({ id }) => id)).toEqual(ids);
  expect(waited).toBeLessThan(30_000);
  // With nothing to hand in it is asked for news only.
  waited = 0;
  await new SyncEngine({ ...deps(), nodes, transport: silent }).syncOnce();
  expect(waited).toBeLessThan(30_000);
});

test('[ENG-8] what takes longer over a slow line is given longer', () => {
  expect(uploadTimeoutMs(0)).toBe(15_000);
  expect(uploadTimeoutMs(640 * 1024)).toBe(25_000);
  expect(uploadTimeoutMs(LIMITS.bodyBytes)).toBe(79_000);
});

test('[SEED-10.5] [ENG-9] a backlog leaves in batches of so many events and bytes, the oldest first, each once', async () => {
  const ids = await record(LIMITS.eventsPerPush + 1);
  await engine().syncOnce();
  const batches = requests.filter(isPush).map((request) => pushed(request).map(({ id }) => id));
  expect(batches.map(({ length }) => length)).toEqual([LIMITS.eventsPerPush, 1]);
  expect(batches.flat()).toEqual(ids);
  const server = { kind: 'server' as const, url: 'http://server.test' };
  const [first] = await store.device.nextBatch(server, 1, 1);
  const size = first?.text.length ?? 0;
  expect(await store.device.nextBatch(server, 10, 2.5 * size)).toHaveLength(2);
});

test('[ENG-6] [LESSON-11] with nothing to do it looks often at first, then at least every 30 s, and a kick wakes it at once', async () => {
  const running = engine();
  running.start();
  while (pauses.length < 8) await new Promise((resolve) => setImmediate(resolve));
  await running.stop();
  expect(pauses.slice(0, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000]);
  let waiting: AbortSignal | undefined;
  const patient: Clock = {
    ...clock,
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        waiting = signal;
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  const sleeper = new SyncEngine({ ...deps(), clock: patient });
  sleeper.start();
  while (!waiting) await new Promise((resolve) => setImmediate(resolve));
  const before = requests.length;
  sleeper.kick();
  while (requests.length === before) await new Promise((resolve) => setImmediate(resolve));
  await sleeper.stop();
});

/** A node that holds back its news until it is let. */
function slowNews() {
  const held: (() => void)[] = [];
  const isHeld = { now: false };
  const request: Transport['request'] = async (call) => {
    requests.push(call);
    if (!isHeld.now || !call.url.includes('/pull')) return reply(call);
    return new Promise((resolve) => {
      held.push(() => resolve(reply(call)));
      call.leave?.addEventListener('abort', () => resolve({ kind: 'unreachable', reason: 'left' }));
    });
  };
  return { transport: { request }, isHeld, answer: () => held.splice(0).map((give) => give()) };
}

test('[ENG-10] what is recorded while news is fetched goes up at once; the page that is left changes nothing, and is asked for again', async () => {
  const news = slowNews();
  const running = new SyncEngine({ ...deps(), transport: news.transport });
  await running.syncOnce();
  news.isHeld.now = true;
  const [node] = await deps().nodes();
  const before = await store.device.cursor(node!);
  const first = running.syncOnce();
  await expect.poll(() => requests.at(-1)?.url).toContain('/pull');
  const [id] = await record(1);
  reply = (call) =>
    call.url.includes('/pull') ? answer(200, { ...emptyPageBody, next_since: 'e.3' }) : wellBehaved(call);
  running.recorded();
  // It ends although that page has not come.
  expect(await first).toBe(true);
  requests = [];
  const second = running.syncOnce();
  await expect.poll(() => requests.filter(isPush).flatMap(pushed)).toMatchObject([{ id }]);
  news.answer();
  await second;
  expect([before, await store.device.cursor(node!)]).toEqual(['e.2', 'e.3']);
  expect(requests.filter(({ url }) => url.includes('/pull'))).toHaveLength(1);
});

test('[ENG-10] whoever records without a pause hears news all the same', async () => {
  const news = slowNews();
  let now = clock.now();
  const running = new SyncEngine({ ...deps(), transport: news.transport, clock: { ...clock, now: () => now } });
  await running.syncOnce();
  news.isHeld.now = true;
  now += LIMITS.fetchMeanwhileMs;
  const round = running.syncOnce();
  await expect.poll(() => requests.at(-1)?.url).toContain('/pull');
  await record(1);
  running.recorded();
  const ended = round.then(() => 'ended');
  expect(await Promise.race([ended, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe('waits');
  news.answer();
  await round;
});
