import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningHub } from '#hub/open-hub.ts';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, enrollCode, eventually, type SignedIn, signIn, startHub } from '../start-world.ts';

/** The server's clock stands, so that a window of its counts never ends: a flood is one however slow this machine is. */
const moment = Date.now();
const clock: Clock = { ...systemClock, now: () => moment };

let database: TestDatabase;
let server: OpenServer;
let serverUrl: string;
let dataDir: string;
let hub: RunningHub;
let driver: SignedIn;
let atServer: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  const logger = nodeLog('server', 'silent');
  const started = await openServer({ databaseUrl: database.url, appOrigins: [], demo: true, logger, clock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  serverUrl = await server.app.listen({ host: '127.0.0.1', port: 0 });
  dataDir = await mkdtemp(join(tmpdir(), 'manchengo-flooded-'));
  hub = await startHub(dataDir, serverUrl, await enrollCode(serverUrl, 'ALG'));
  driver = await signIn(hub.url, 'driver1.alger');
  atServer = await signIn(serverUrl, 'driver2.alger');
});
afterAll(async () => {
  await hub?.close();
  await server?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Everybody here has one address: the yard behind its line to HQ. */
async function flood(url: string, path: string, body: object, count: number): Promise<number> {
  let last = 0;
  for (let sent = 0; sent < count; sent += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => call(url, 'POST', path, { body })));
    last = answers.at(-1)?.status ?? 0;
  }
  return last;
}

const renewal = (url: string, { session }: SignedIn) =>
  call(url, 'POST', '/api/auth/refresh', { body: { refresh_token: session.refresh_token } });

test('[HARD-21] guests flood a hub’s token and its phones’ renewals at HQ: the hub, a phone that renews and one with a new token never see 429', async () => {
  const more = LIMITS.requestsPerAddress / 2 + 100;
  await flood(serverUrl, '/api/hubs/token', { assertion: 'a.b.c' }, more);
  const refused = await flood(serverUrl, '/api/auth/refresh', { refresh_token: 'made-up' }, more);
  expect(refused).toBe(429);

  // The hub begins anew, and has to buy a token and to show it for the first time.
  await hub.close();
  hub = await startHub(dataDir, serverUrl, null);
  const reach = () => {
    hub.uplink.kick();
    return hub.uplink.wan;
  };
  await eventually(reach, ({ reachable }) => reachable, 'the hub reaches HQ');

  const renewed = await renewal(serverUrl, atServer);
  expect(renewed.status).toBe(200);
  const authorization = `Bearer ${renewed.body.access_token}`;
  expect((await call(serverUrl, 'GET', '/api/sync/status', { authorization })).status).toBe(200);
  expect((await renewal(hub.url, driver)).status).toBe(200);
  expect((await call(serverUrl, 'GET', '/api/node')).status).toBe(429);
});
