import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Neighbour } from '#hub/adapters/mdns/records.ts';
import { buildDesktop } from '#hub/app/build-desktop.ts';
import { PhonesSaid } from '#hub/app/phones-said.ts';
import type { ChainReport, DesktopJournal } from '#shared/contract/desktop/journal.ts';
import { DESKTOP_QUERIES, desktopPath } from '#shared/contract/desktop/queries.ts';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { listenLive } from '#shared/ports/live.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { watchRoutes } from '../route-spy.ts';
import { nameOfApp } from '../server/authorization-apps.ts';
import { call, cutOff, enrollCode, eventually, signIn, startHub, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let token: string;
let host: string;
const seen = watchRoutes();
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  token = new URL(world.desktopUrl).searchParams.get('token') ?? '';
  host = new URL(world.desktopUrl).host;
});
afterAll(async () => {
  seen.stop();
  await world?.close();
  await database?.drop();
});

async function ask(headers: Record<string, string>, url = '/api/desktop/overview'): Promise<number> {
  return (await answer(headers, url))?.statusCode ?? 0;
}

async function answer(headers: Record<string, string>, url: string) {
  const app = seen.apps.find(({ routes }) => nameOfApp(routes.map(({ path }) => path)) === 'desktop')?.instance;
  return app?.inject({ url, headers: { host, authorization: `Bearer ${token}`, ...headers } });
}
const port = () => host.split(':')[1];

test('[HARD-9] the hub’s own window is let in, by any name of loopback', async () => {
  for (const own of [host, `localhost:${port()}`, `[::1]:${port()}`]) {
    expect(await ask({ host: own }), own).toBe(200);
    expect(await ask({ host: own, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' }), own).toBe(200);
  }
  expect(await ask({ 'sec-fetch-site': 'none' }, '/')).toBe(200);
});

test.each([
  ['a name that was rebound', { host: 'evil.example' }],
  ['a name that was rebound, at this port', { host: 'evil.example:1' }],
  ['a trailing dot', { host: 'localhost.:1' }],
  ['a name that begins alike', { host: '127.0.0.1.evil.example' }],
  ['a name that ends alike', { host: 'evil-localhost:1' }],
  ['a user before the host', { host: 'localhost@evil.example' }],
  ['another loopback address', { host: '127.0.0.2:1' }],
  ['a number for an address', { host: '2130706433' }],
  ['an address in octal', { host: '0177.0.0.1' }],
  ['an IPv4 in IPv6', { host: '[::ffff:127.0.0.1]:1' }],
  ['all addresses', { host: '0.0.0.0:1' }],
  ['the origin null', { origin: 'null' }],
  ['another origin', { origin: 'https://evil.example' }],
  ['another port’s origin', { origin: 'http://127.0.0.1:1' }],
  ['this origin by another scheme', { origin: 'https://127.0.0.1:1' }],
  ['an empty origin', { origin: '' }],
  ['a page of another site, without an origin', { 'sec-fetch-site': 'cross-site' }],
  ['a page of another port, without an origin', { 'sec-fetch-site': 'same-site' }],
])('[HARD-9] %s is refused, token or not', async (_what, headers) => {
  expect(await ask(headers as Record<string, string>)).toBe(403);
});

test('[HARD-22] each route of the window names a parameter that it does not know, and says in words what one must be', async () => {
  const app = seen.apps.find(({ routes }) => nameOfApp(routes.map(({ path }) => path)) === 'desktop');
  const paths = [...new Set((app?.routes ?? []).map(({ path }) => path))].filter((path) => path.startsWith('/api/'));
  expect(paths.length).toBeGreaterThan(15);
  for (const { method, path } of (app?.routes ?? []).filter((route) => paths.includes(route.path))) {
    if (method !== 'GET' && method !== 'POST') continue;
    const url = `${path.replace(/:\w+/g, testIds.uuid())}?dya=2026-12-01`;
    const said = await app?.instance.inject({ method, url, headers: { host, authorization: `Bearer ${token}` } });
    expect([said?.statusCode, said?.json().detail], `${method} ${path}`).toEqual([
      400,
      'There is no parameter dya here.',
    ]);
  }
  for (const path of Object.keys(DESKTOP_QUERIES)) expect(paths).toContain(path);
  const detail = async (url: string) => {
    const said = await answer({}, `/api/desktop/${url}`);
    return said?.statusCode === 200 ? 200 : said?.json().detail;
  };
  for (const list of ['deliveries', 'tours']) {
    for (const day of ['today', '', '2026-13-01', '2026-12-01&day=2026-12-02']) {
      expect(await detail(`${list}?day=${day}`)).toBe('The parameter day must be a day, as 2026-12-31.');
    }
    expect(await detail(`${list}?day=2026-12-01`)).toBe(200);
  }
  for (const [name, value, what] of [
    ['before', '0', 'a whole number above 0'],
    ['limit', '1e3', 'a whole number above 0'],
    ['q', 'x'.repeat(LIMITS.textChars + 1), `a text of ${LIMITS.textChars} characters at most`],
  ]) {
    expect(await detail(`journal?${name}=${value}`)).toBe(`The parameter ${name} must be ${what}.`);
  }
  expect(await detail(desktopPath('/api/desktop/journal', { q: 'é', before: '9', limit: '5' }).slice(13))).toBe(200);
});

test('[FIND-13] other hubs that are heard are shown as they say of themselves, and no more of them than a screen bears', async () => {
  const { database: file, identity, uplink } = world.hub;
  let heard: Neighbour[] = [];
  const app = await buildDesktop({
    database: file,
    identity,
    uplink,
    desk: {} as never,
    deskSettings: {} as never,
    dataDir: '',
    phonesSaid: new PhonesSaid(),
    blobs: { read: () => [] as never },
    queueFiles: {} as never,
    serverKeys: {} as never,
    disk: { state: () => ({ level: 'GOOD', free_bytes: 1, floor_bytes: 1 }), refusalOf: () => null },
    backups: { state: () => ({ last_at: null, failed: false, second: 'NONE' }), run: async () => {} },
    serverTime: systemClock,
    recoveries: { recent: () => [] },
    clock: systemClock,
    logger: nodeLog('hub', 'silent'),
    token: 't',
    appUrl: world.hubUrl,
    urls: () => [],
    certificateExpiresAt: () => null,
    trustPage: () => null,
    neighbours: () => heard,
    network: async () => ({ addresses: [], checks: [] }),
  });
  const shown = async () => {
    const headers = { host: '127.0.0.1', authorization: 'Bearer t' };
    return (await app.inject({ url: '/api/desktop/overview', headers })).json<DesktopOverview>().neighbours;
  };
  expect(await shown()).toEqual([]);
  const other = { hub: testIds.uuid(), depot: 'ORN', host: 'manchengo-0a1b2c3d.local' };
  heard = [{ ...other, port: 8443 }];
  expect(await shown()).toEqual([other]);
  heard = Array.from({ length: LIMITS.neighboursShown + 5 }, () => ({ ...other, depot: 'x'.repeat(9_000), port: 1 }));
  const crowd = await shown();
  expect(crowd).toHaveLength(LIMITS.neighboursShown);
  expect(crowd[0]?.depot).toHaveLength(LIMITS.identifierChars);
  await app.close();
});

test('[CUST-18] a hub says what waits in its queue as it is now, not as it was at its last round', async () => {
  const phone = await signIn(world.hubUrl, 'driver1.alger');
  const status = async () => {
    const { body } = await call(world.hubUrl, 'GET', '/api/sync/status', { authorization: phone.authorization });
    return [body.upstream.backlog, body.device.pending_events];
  };
  await cutOff(world);
  const events = [1, 2, 3].map((n) =>
    phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } }),
  );
  const body = phone.device.pushBody(events);
  await call(world.hubUrl, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
  expect(await status()).toEqual([3, 3]);
  world.wan.reconnect();
  world.hub.uplink.kick();
  const seen = new Set<string>();
  await eventually(
    async () => {
      const now = await status();
      seen.add(now.join('/'));
      return now;
    },
    ([, pending]) => pending === 0,
    'HQ has everything',
  );
  // Both are counted in one moment: never is one of the past beside one of now.
  for (const pair of seen) expect(pair).toMatch(/^(\d+)\/\1$/);
});

test('[HARD-9] only the window’s token opens, in its header and to the letter', async () => {
  const phone = await signIn(world.hubUrl, 'driver1.alger');
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    token,
    `bearer ${token}`,
    `Bearer ${token} `.padEnd(token.length + 12, 'x'),
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token}${token}`,
    `Basic ${token}`,
    phone.authorization,
  ]) {
    expect(await ask({ authorization }), authorization).toBe(401);
  }
  expect(await ask({ authorization: '' }, `/api/desktop/overview?token=${token}`)).toBe(401);
  expect(await ask({ authorization: '', cookie: `token=${token}` })).toBe(401);
  for (const path of [
    '//api/desktop/overview',
    '/API/desktop/overview',
    '/api/../api/desktop/overview',
    '/%61pi/desktop/overview',
  ]) {
    // An address of no route is at most a page of the screen, which holds nothing.
    expect((await answer({ authorization: '' }, path))?.body, path).not.toContain('"depot"');
  }
});

test('[DEPOT-1] what is neither done nor cancelled stays in the depot’s list, however old, in today’s alone and first', async () => {
  const { rows } = await world.database.query<{ id: string; username: string; day: string }>(
    `SELECT d.id, u.username, (d.planned_for - 1)::text AS day FROM deliveries d JOIN users u ON u.id = d.driver_user_id
     WHERE d.planned_for = (SELECT max(planned_for) FROM deliveries) ORDER BY d.reference LIMIT 4`,
  );
  const [failed = '', open = '', done = '', cancelled = ''] = rows.map(({ id }) => id);
  for (const [id, days, status] of [
    [failed, 40, 'FAILED'],
    [open, 1, 'PENDING'],
    [done, 1, 'VALIDATED'],
    [cancelled, 2, 'CANCELLED'],
  ]) {
    await world.database.query(
      `UPDATE deliveries SET planned_for = planned_for - $2::integer, status = $3::text,
         validated_at = CASE WHEN $3::text = 'VALIDATED' THEN now() END,
         validated_by = CASE WHEN $3::text = 'VALIDATED' THEN driver_user_id END WHERE id = $1`,
      [id, days, status],
    );
  }
  const driver = await signIn(world.serverUrl, rows[0]?.username ?? '');
  const ofDriver = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: driver.authorization });
  expect(JSON.stringify(ofDriver.body.entities.deliveries)).toContain(failed);

  const dataDir = await mkdtemp(join(tmpdir(), 'manchengo-late-'));
  const hub = await startHub(dataDir, world.wan.url, await enrollCode(world.serverUrl, 'ALG'));
  try {
    const { origin, searchParams } = new URL(hub.desktopUrl);
    const authorization = `Bearer ${searchParams.get('token')}`;
    const get = async (path: string) => (await call(origin, 'GET', `/api/desktop/${path}`, { authorization })).body;
    const today = await eventually(
      () => get('deliveries'),
      ({ items }) => items.length > 0,
      'the new hub has its depot',
    );
    const ids = today.items.map(({ id }: { id: string }) => id);
    expect(ids.slice(0, 2)).toEqual([failed, open]);
    expect(ids).not.toContain(done);
    expect(ids).not.toContain(cancelled);
    const clients = new Set(today.clients.map(({ id }: { id: string }) => id));
    expect(today.items.every(({ client_id }: { client_id: string }) => clients.has(client_id))).toBe(true);
    const before = await get(`deliveries?day=${rows[0]?.day}`);
    expect(before.items.map(({ id }: { id: string }) => id)).toEqual([open, done]);
    expect((await get('overview')).deliveries_today.late).toBe(2);
  } finally {
    await hub.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('[DEPOT-12] what a phone says of itself with a pull stands on the depot’s screen; one that says nothing is not guessed', async () => {
  const [teller, silent] = [await signIn(world.hubUrl, 'driver2.alger'), await signIn(world.hubUrl, 'seller1.alger')];
  const pull = async ({ authorization, device }: typeof teller, said: string) =>
    (await call(world.hubUrl, 'GET', `/api/sync/pull?device_id=${device.id}${said}`, { authorization })).status;
  // Without a cursor a phone is sent for a snapshot, and heard all the same.
  expect(await pull(teller, '&unsent=3&battery=41&app=1.2.3')).toBe(410);
  expect(await pull(silent, '')).toBe(410);
  for (const bad of ['&battery=101', '&unsent=-1', `&app=${'x'.repeat(51)}`]) expect(await pull(teller, bad)).toBe(400);
  const { phones } = JSON.parse((await answer({}, '/api/desktop/overview'))?.body ?? '{}') as DesktopOverview;
  const of = ({ device }: typeof teller) => phones.find(({ device_id }) => device_id === device.id);
  expect(of(teller)).toMatchObject({ unsent: 3, battery: 41, app: '1.2.3' });
  expect(of(silent)).toMatchObject({ unsent: null, battery: null, app: null });
});

test('[DEPOT-15] a phone’s chain is verified from its events: whole, with a gap, and with one that somebody has changed here', async () => {
  const phone = await signIn(world.hubUrl, 'driver1.oran');
  const events = [1, 2, 3, 4].map((n) =>
    phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } }),
  );
  const [first, second, , fourth] = events as [SyncEvent, SyncEvent, SyncEvent, SyncEvent];
  const body = phone.device.pushBody([first, second, fourth]);
  await call(world.hubUrl, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
  const path = `/api/desktop/phones/${phone.device.id}/chain`;
  const chain = async () => JSON.parse((await answer({}, path))?.body ?? 'null') as ChainReport;
  const whole = { events: 3, from: 1, to: 4, missing: [[3, 3]], broken_links: [], bad_signatures: [] };
  expect(await chain()).toMatchObject(whole);
  const forge = world.hub.database.prepare(
    `UPDATE relay_queue SET body = replace(body, '"n":2', '"n":7') WHERE event_id = unhex(?)`,
  );
  forge.run(second.id.replaceAll('-', ''));
  expect(await chain()).toMatchObject({ ...whole, bad_signatures: [2] });
  expect((await answer({}, `/api/desktop/phones/${testIds.uuid()}/chain`))?.statusCode).toBe(404);
});

test('[HUB-35] the window is told when something is handed in, and hears nothing while nothing happens', async () => {
  const told: number[] = [];
  const authorization = `Bearer ${token}`;
  const stop = listenLive({
    url: new URL('/api/desktop/live', world.desktopUrl).href,
    headers: async () => ({ authorization }),
    onChange: () => told.push(Date.now()),
    onState: () => {},
    clock: systemClock,
  });
  try {
    await eventually(
      () => told.length,
      (count) => count === 1,
      'it is open',
    );
    const phone = await signIn(world.hubUrl, 'driver2.alger');
    const event = phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
    const before = told.length;
    await call(world.hubUrl, 'POST', '/api/sync/push', {
      authorization: phone.authorization,
      body: phone.device.pushBody([event]),
    });
    await eventually(
      () => told.length,
      (count) => count > before,
      'it is told',
    );
  } finally {
    stop();
  }
});

test('[DEPOT-10] the journal goes on page by page through thousands of events, each once, and a search finds what lies deep', async () => {
  const { database: file } = world.hub;
  const put = file.prepare(
    `INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms, state)
     VALUES (randomblob(16), ?, x'00', ?, 1, 0, 1)`,
  );
  const deep = Buffer.alloc(16, 7);
  file
    .prepare(
      `INSERT INTO devices (device_id, user_id, user_name, role, public_key, last_seen_at) VALUES (?, 999, 'Zineb', 'driver', '{}', 1)`,
    )
    .run(deep);
  file.transaction(() => {
    for (let n = 0; n < 4_100; n += 1)
      put.run(n === 0 ? deep : Buffer.alloc(16, 8), JSON.stringify({ id: `e${n}`, action: 'SEEN' }));
  })();
  const get = async (path: string) =>
    JSON.parse((await answer({}, `/api/desktop/journal${path}`))?.body ?? 'null') as DesktopJournal;
  const seenIds = new Set<string>();
  let pages = 0;
  for (let next: number | null = null, first = true; first || next !== null; first = false) {
    const page: DesktopJournal = await get(next === null ? '' : `?before=${next}`);
    for (const { event_id } of page.items) {
      expect(seenIds.has(event_id)).toBe(false);
      seenIds.add(event_id);
    }
    expect(page.items.length).toBeLessThanOrEqual(50);
    next = page.next;
    pages += 1;
  }
  expect(Array.from({ length: 4_100 }, (_, n) => `e${n}`).every((id) => seenIds.has(id))).toBe(true);
  expect(pages).toBeGreaterThan(80);
  const first = await get('?q=zineb');
  expect([first.items, first.next === null]).toEqual([[], false]);
  const second = await get(`?q=zineb&before=${first.next}`);
  const third = await get(`?q=zineb&before=${second.next}`);
  expect([...second.items, ...third.items].map(({ event_id }) => event_id)).toEqual(['e0']);
  for (const bad of ['?before=0', '?before=x', '?before=-1']) {
    expect((await answer({}, `/api/desktop/journal${bad}`))?.statusCode, bad).toBe(400);
  }
});
