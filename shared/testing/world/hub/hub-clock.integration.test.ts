import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { MINUTE_MS } from '#shared/contract/durations.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, enrollCode, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

/** A hub on a PC whose clock is wrong, beside a server whose clock is right. */
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;
let database: TestDatabase;
let world: World;
let driver: SignedIn;
const hubs: RunningHub[] = [];
const folders: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.serverUrl, 'driver1.alger');
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close();
  world.wan.reconnect();
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-hub-clock-'));
  folders.push(folder);
  return folder;
}

async function open(dataDir: string, now: () => number): Promise<RunningHub> {
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: dataDir,
    MANCHENGO_PORT: '0',
    MANCHENGO_UPSTREAM: world.wan.url,
    MANCHENGO_ENROLL_CODE: await enrollCode(world.serverUrl, 'ALG'),
  });
  if (!settings.ok) throw new Error(settings.error);
  const clock = { ...systemClock, now };
  const hub = await openHub({ settings: settings.value, logger: nodeLog('hub', 'silent'), clock });
  if (!hub.ok) throw new Error(hub.error);
  hubs.push(hub.value);
  return hub.value;
}

const reaches = (hub: RunningHub, wanted: boolean) =>
  eventually(
    () => {
      hub.uplink.kick();
      return hub.uplink.wan.reachable;
    },
    (reachable) => reachable === wanted,
    `the hub ${wanted ? 'reaches HQ' : 'is cut off'}`,
  );

const hasHeardTheTime = ({ database: file }: RunningHub) =>
  eventually(
    () => file.prepare(`SELECT value FROM meta WHERE key = 'server_time'`).get(),
    Boolean,
    'the hub has heard what time it is',
  );

/** The server's token, as old as that by the server's clock. */
async function tokenOfAge(seconds: number): Promise<string> {
  const iat = Math.floor(Date.now() / 1000) - seconds;
  const claims = { ...decodeJwt(driver.session.access_token), iat, exp: iat + LIMITS.accessTokenSeconds };
  return `Bearer ${await signClaims(world.server.deps.keys, TOKEN_TYPES.access, claims)}`;
}

async function answerTo(hub: RunningHub, ageSeconds: number): Promise<string> {
  const authorization = await tokenOfAge(ageSeconds);
  return (await call(hub.url, 'GET', '/api/sync/status', { authorization })).body.code ?? 'in';
}

test.each([
  ['ten minutes behind', -10 * MINUTE_MS],
  ['ten minutes ahead', 10 * MINUTE_MS],
  ['a year behind', -YEAR_MS],
  ['a year ahead', YEAR_MS],
])('[AUTH-30] a hub whose clock is %s reaches HQ, and judges tokens by HQ’s time, cut off too', async (_, offset) => {
  const hub = await open(await newFolder(), () => Date.now() + offset);
  await reaches(hub, true);
  await hasHeardTheTime(hub);
  const hour = 3600;
  const tolerance = LIMITS.tokenToleranceSeconds;
  expect(await answerTo(hub, 0)).toBe('in');
  expect(await answerTo(hub, -(tolerance - 60))).toBe('in');
  expect(await answerTo(hub, -(tolerance + 60))).toBe('TOKEN_INVALID');
  expect(await answerTo(hub, LIMITS.accessTokenSeconds + 60)).toBe('TOKEN_EXPIRED');
  world.wan.cut();
  await reaches(hub, false);
  expect(await answerTo(hub, 0)).toBe('in');
  expect(await answerTo(hub, 71 * hour)).toBe('in');
  expect(await answerTo(hub, 73 * hour)).toBe('TOKEN_EXPIRED');
});

test.each([
  ['a year behind', -YEAR_MS],
  ['a year ahead', YEAR_MS],
])('[HUB-34] the screen of a PC whose clock is %s goes by HQ’s time, and blames no phone', async (_what, offMs) => {
  const hub = await open(await newFolder(), () => Date.now() + offMs);
  await reaches(hub, true);
  const phone = await signIn(hub.url, 'driver2.alger');
  const body = phone.device.pushBody([
    phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} }),
  ]);
  await call(hub.url, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
  const { origin, searchParams } = new URL(hub.desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  const { now, phones, wan } = (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body;
  const near = (iso: string) => expect(Math.abs(Date.parse(iso) - Date.now()), iso).toBeLessThan(MINUTE_MS);
  near(now);
  near(wan.last_contact_at);
  const [seen] = phones;
  near(seen.last_seen_at);
  expect(Math.abs(seen.clock_drift_ms)).toBeLessThan(MINUTE_MS);
});

test('[AUTH-30] a hub that starts in another year, and is cut off, still takes what its phones bring', async () => {
  const dataDir = await newFolder();
  const before = await open(dataDir, () => Date.now());
  await reaches(before, true);
  await hasHeardTheTime(before);
  await before.close();
  hubs.splice(0);
  world.wan.cut();
  const from = Date.now();
  const after = await open(dataDir, () => Date.parse('2015-01-01T00:00:00Z') + (Date.now() - from));
  expect(await answerTo(after, 0)).toBe('in');
  const event = driver.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  const body = driver.device.pushBody([event]);
  const pushed = await call(after.url, 'POST', '/api/sync/push', { authorization: await tokenOfAge(0), body });
  expect(pushed.body.acked_event_ids).toEqual([event.id]);
});
