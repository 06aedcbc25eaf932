import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import {
  call,
  cutOff,
  enrollCode,
  eventually,
  signIn,
  startHub,
  startWorld,
  type World,
  whileItMoves,
} from '../start-world.ts';

/** A hub's line to the real server, as the depot's screen is told of it. */
/** Enough that news is fetched in the midst of it (LIMITS.fetchMeanwhileMs), however fast the machine. */
const QUEUE = 30_000;
let database: TestDatabase;
let world: World;
const servers: Server[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await world?.close();
  await database?.drop();
});

async function overview(desktopUrl = world.desktopUrl): Promise<DesktopOverview> {
  const { origin, searchParams } = new URL(desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body;
}

const standsAs = (state: DesktopOverview['wan']['state'], trouble: DesktopOverview['wan']['trouble'] = null) =>
  eventually(
    async () => {
      world.hub.uplink.kick();
      return (await overview()).wan;
    },
    (wan) => wan.state === state && wan.trouble === trouble,
    `the line is ${state} ${trouble ?? ''}`,
  );

test('[HUB-30] [HUB-31] [ENG-9] a long queue goes up: the screen says how far, never that the line is cut, and news comes meanwhile', async () => {
  const phone = await signIn(world.hubUrl, 'driver1.alger');
  const { authorization } = await signIn(world.serverUrl, 'admin');
  await cutOff(world);
  expect((await overview()).wan).toMatchObject({ state: 'CUT', reachable: false, trouble: null, drain: null });
  for (let left = QUEUE; left > 0; left -= LIMITS.eventsPerPush) {
    const events = Array.from({ length: LIMITS.eventsPerPush }, () =>
      phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} }),
    );
    const body = phone.device.pushBody(events);
    const answer = await call(world.hubUrl, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
    expect(answer.body.acked_event_ids).toHaveLength(events.length);
  }
  const product = { code: 'NEWS', name: 'Nouvelle', unit: 'piece', price_ht: 10_000, tva_rate: 19 };
  world.wan.reconnect();
  world.hub.uplink.kick();
  const seen: DesktopOverview[] = [];
  let arrivedWith: number | null = null;
  const hasNews = world.hub.database.prepare(
    `SELECT 1 FROM entities WHERE kind = 'products' AND body ->> 'code' = 'NEWS'`,
  );
  await whileItMoves(
    async () => {
      const now = await overview();
      seen.push(now);
      // Made once the handing in has begun, so that only a fetch in the midst of it can bring it.
      if (seen.filter(({ wan }) => wan.drain !== null).length === 1 && now.wan.drain !== null) {
        const made = await call(world.serverUrl, 'POST', '/api/admin/products', { authorization, body: product });
        expect(made.status, JSON.stringify(made.body)).toBe(201);
      }
      if (arrivedWith === null && hasNews.get()) arrivedWith = world.hub.uplink.status().backlog;
      return now.queue.waiting;
    },
    0,
    'all has gone up',
  );
  const states = seen.map(({ wan }) => wan.state);
  expect(states.slice(states.indexOf('ANSWERS')).every((state) => state === 'ANSWERS')).toBe(true);
  const drains = seen.flatMap(({ wan }) => wan.drain ?? []);
  expect(drains.length).toBeGreaterThan(1);
  for (const { sent, total } of drains) {
    expect(total).toBe(QUEUE);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(QUEUE);
  }
  expect(drains.at(-1)?.per_second).toBeGreaterThan(0);
  expect(drains.at(-1)?.seconds_left).toBeGreaterThan(0);
  expect(arrivedWith).toBeGreaterThan(0);
  expect((await standsAs('ANSWERS')).drain).toBeNull();
});

test('[HUB-30] a hub that HQ has closed says so, and goes on when HQ lets it in again', async () => {
  await standsAs('ANSWERS');
  const { hub_id } = world.hub.identity;
  await world.database.query('UPDATE hubs SET is_active = false WHERE id = $1', [hub_id]);
  expect(await standsAs('REFUSED', 'UNKNOWN_HUB')).toMatchObject({ reachable: false });
  await world.database.query('UPDATE hubs SET is_active = true WHERE id = $1', [hub_id]);
  expect(await standsAs('ANSWERS')).toMatchObject({ reachable: true });
});

const problem =
  (status: number, code: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ code }));
  };
const portal: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Wi-Fi</h1>');
};

test.each([
  ['has no time', problem(503, 'UNAVAILABLE'), 'BUSY'],
  ['takes no program of this age', problem(426, 'UPGRADE_REQUIRED'), 'VERSION'],
  ['is a page of the provider', portal, 'PORTAL'],
] as const)('[HUB-30] what answers in HQ’s place %s: the line is not cut', async (_what, listener, trouble) => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dataDir = await mkdtemp(join(tmpdir(), 'manchengo-hub-line-'));
  const enrolled = await startHub(dataDir, world.wan.url, await enrollCode(world.serverUrl, 'ALG'));
  await enrolled.close();
  const hub = await startHub(dataDir, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, null);
  try {
    const { wan } = await eventually(
      () => overview(hub.desktopUrl),
      (now) => now.wan.state !== 'TRYING',
      'the hub has tried',
    );
    expect(wan).toMatchObject({ state: 'REFUSED', trouble, reachable: false });
  } finally {
    await hub.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
