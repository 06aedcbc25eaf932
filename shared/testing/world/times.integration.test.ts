import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { GIVEN_UP } from '#server/identity/devices.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { openTestServer, type TestServer } from '#server/testing/open-test-server.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { isoTime, systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { TestDevice, testIds } from '../test-device.ts';
import { DEMO_PASSWORD, enrollCode } from './start-world.ts';

/** What others say of time: hubs, slow lines, and this server's own clock. The clock of the nodes is turned by the test. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let offset = 0;
const clock = { ...systemClock, now: () => Date.now() + offset };
const now = () => isoTime(clock.now());
const turn = (ms: number): void => {
  offset += ms;
};

let database: TestDatabase;
let server: TestServer;
let serverUrl: string;
let hub: RunningHub;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock, { demo: true });
  serverUrl = await server.app.listen({ host: '127.0.0.1', port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'manchengo-times-'));
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: folder,
    MANCHENGO_PORT: '0',
    MANCHENGO_UPSTREAM: serverUrl,
    MANCHENGO_ENROLL_CODE: await enrollCode(serverUrl, 'ALG'),
  });
  if (!settings.ok) throw new Error(settings.error);
  const opened = await openHub({ settings: settings.value, logger: nodeLog('hub', 'silent'), clock });
  if (!opened.ok) throw new Error(opened.error);
  hub = opened.value;
});
afterAll(async () => {
  await hub?.close();
  await server?.close();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

interface Person {
  device: TestDevice;
  token: string;
}

/** On a new phone; the person's former ones are given back first. */
async function signIn(username: string): Promise<Person> {
  await server.owner.query(
    'UPDATE devices SET is_active = false WHERE user_id = (SELECT id FROM users WHERE username = $1)',
    [username],
  );
  const device = new TestDevice(0);
  const { id, publicKey } = device;
  const { body } = await server.signIn(username, DEMO_PASSWORD, { id, publicKey } as never);
  device.userId = body.user.id;
  return { device, token: body.access_token };
}

const update = (who: Person, clientId: string, payload: object, occurred_at = now()): SyncEvent =>
  who.device.say({
    entity_type: 'CLIENT',
    entity_id: clientId,
    action: 'CLIENT_UPDATED',
    payload,
    occurred_at,
  } as never);
const note = (who: Person, occurred_at = now()): SyncEvent =>
  who.device.say({ entity_type: 'AUDIT', entity_id: 'app', action: 'SEEN', payload: {}, occurred_at });

async function bring(who: Person, events: SyncEvent[], sent_at = now()) {
  const body = who.device.pushBody(events, { sent_at });
  const answer = await server.call('POST', '/api/sync/push', { token: who.token, body });
  expect(answer.body.failed_events ?? answer.body).toEqual([]);
}

/** The hub brings an event, and says of its times what it likes. */
async function relay(event: SyncEvent, said: { received_at?: string; clock_drift_ms?: number }, sent_at = now()) {
  const { hub_id, depot } = hub.identity;
  const iat = Math.floor(clock.now() / 1_000);
  const claims = { sub: hub_id, device_id: hub_id, role: 'hub', depot_id: depot.id, iat, exp: iat + 900 };
  const token = await signClaims(server.deps.keys, TOKEN_TYPES.access, claims);
  const relayed = { [event.id]: { received_at: sent_at, clock_drift_ms: 0, ...said } };
  const body = { device_id: hub_id, batch_id: testIds.uuid(), sent_at, relayed, events: [event] };
  const answer = await server.call('POST', '/api/sync/push', { token, body });
  expect(answer.status).toBe(200);
}

async function one<Row extends object>(sql: string, ...values: unknown[]): Promise<Row> {
  const { rows } = await server.owner.query<Row>(sql, values);
  return rows[0] as Row;
}
const clientOf = (n: number) =>
  one<{ id: string }>(
    `SELECT c.id FROM clients c JOIN client_depots d ON d.client_id = c.id JOIN depots p ON p.id = d.depot_id
     WHERE p.code = 'ALG' ORDER BY c.id LIMIT 1 OFFSET $1`,
    n,
  );
const nameOf = async (id: string) => (await one<{ name: string }>('SELECT name FROM clients WHERE id = $1', id)).name;
const storedOf = (id: string) =>
  one<{ status: string; received_at: string; drift_ms: number; claimed: object | null }>(
    'SELECT status, received_at, drift_ms, claimed FROM events WHERE id = $1',
    id,
  );

describe('a hub that lies about time', () => {
  test.each([
    ['1970', { received_at: '1970-01-01T00:00:00.000Z' }, 0],
    ['a drift of a day', { clock_drift_ms: DAY }, 0],
    ['a clock of its own that is a day ahead', {}, DAY],
  ] as const)(
    '[TIME-2] [CLI-1] the newest name of a client wins, though its hub says %s',
    async (_lie, said, ahead) => {
      const { id } = await clientOf(0);
      const seller = await signIn('seller1.alger');
      await bring(seller, [note(seller)]);
      turn(HOUR);
      await bring(seller, [update(seller, id, { name: 'Avant' })]);
      turn(10 * MINUTE);
      const newest = update(seller, id, { name: `Après ${_lie}` });
      await relay(newest, said, isoTime(clock.now() + ahead));
      expect(await nameOf(id)).toBe(`Après ${_lie}`);
      expect(Math.abs(Date.parse((await storedOf(newest.id)).received_at) - clock.now())).toBeLessThan(MINUTE);
    },
  );

  test('[TIME-2] [CLI-1] an old name that was held back does not win, whatever its hub says', async () => {
    const { id } = await clientOf(1);
    const seller = await signIn('seller1.alger');
    await bring(seller, [note(seller)]);
    const held = [update(seller, id, { name: 'Vieux 1' }), update(seller, id, { name: 'Vieux 2' })];
    turn(HOUR);
    await bring(seller, [update(seller, id, { name: 'Neuf' })]);
    turn(HOUR);
    await relay(held[0] as SyncEvent, { clock_drift_ms: -DAY });
    await relay(held[1] as SyncEvent, { received_at: isoTime(clock.now() + DAY), clock_drift_ms: -HOUR });
    expect(await nameOf(id)).toBe('Neuf');
  });

  test('[AUTH-44] [TIME-2] what a phone that was given up records now does not count as taken two hours ago', async () => {
    const seller = await signIn('seller1.alger');
    await bring(seller, [note(seller)]);
    turn(3 * HOUR);
    const before = note(seller, isoTime(clock.now() - HOUR));
    await server.owner.query(
      'UPDATE devices SET is_active = false, revoked_at = $2, revoke_reason = $3 WHERE id = $1',
      [seller.device.id, isoTime(clock.now() - 30 * MINUTE), GIVEN_UP],
    );
    const after = note(seller);
    await relay(before, { received_at: isoTime(clock.now() - 50 * MINUTE) });
    await relay(after, { received_at: isoTime(clock.now() - 2 * HOUR) });
    expect([(await storedOf(before.id)).status, (await storedOf(after.id)).status]).toEqual(['APPLIED', 'QUARANTINED']);
  });

  test('[TIME-3] what could not be is kept as it was said, and alerted once a hub and day', async () => {
    await server.owner.query(`DELETE FROM alerts WHERE kind = 'HUB_TIME'`);
    const seller = await signIn('seller1.alger');
    await bring(seller, [note(seller)]);
    const lies = [note(seller), note(seller)];
    for (const event of lies) await relay(event, { received_at: '1970-01-01T00:00:00.000Z' });
    const honest = note(seller);
    await relay(honest, {});
    const alerts = async () =>
      (await server.owner.query(`SELECT depot_id, device_id, details FROM alerts WHERE kind = 'HUB_TIME'`)).rows;
    expect(await alerts()).toMatchObject([
      {
        depot_id: hub.identity.depot.id,
        device_id: seller.device.id,
        details: { hub: hub.identity.name, events: 1, claimed_received_at: '1970-01-01T00:00:00.000Z' },
      },
    ]);
    expect((await storedOf(lies[0]?.id ?? '')).claimed).toMatchObject({
      received_at: '1970-01-01T00:00:00.000Z',
      clock_drift_ms: 0,
    });
    expect((await storedOf(honest.id)).claimed).toBeNull();
    turn(DAY);
    const later = note(seller);
    await relay(later, { received_at: '1970-01-01T00:00:00.000Z' });
    expect(await alerts()).toHaveLength(2);
  });

  test('[TIME-2] a device that has spoken to hubs only is taken at the hub’s word', async () => {
    const seller = await signIn('seller1.alger');
    const event = note(seller, isoTime(clock.now() + HOUR));
    await relay(event, { received_at: isoTime(clock.now() + DAY), clock_drift_ms: HOUR });
    expect(Math.abs((await storedOf(event.id)).drift_ms - HOUR)).toBeLessThan(MINUTE);
  });
});

describe('a line that is slow', () => {
  /** Sends a push over a real line: its headers first, and its body after `meanwhile`. */
  async function slowPush(url: string, token: string, body: object, meanwhile: () => Promise<void>): Promise<string> {
    const { hostname, port } = new URL(url);
    const text = JSON.stringify(body);
    const socket = connect(Number(port), hostname);
    socket.setEncoding('utf8');
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    await once(socket, 'connect');
    socket.write(
      `POST /api/sync/push HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    );
    while (!heard.includes('100 Continue')) await once(socket, 'data');
    await meanwhile();
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  test('[TIME-1] [CLI-1] at the server: an upload that takes a minute does not make its write the newer one', async () => {
    const { id } = await clientOf(2);
    const [slow, quick] = [await signIn('seller1.alger'), await signIn('clerk.alger')];
    const older = update(slow, id, { name: 'Ancien' });
    const heard = await slowPush(serverUrl, slow.token, slow.device.pushBody([older], { sent_at: now() }), async () => {
      turn(30_000);
      await bring(quick, [update(quick, id, { name: 'Récent' })]);
      turn(30_000);
    });
    expect(heard).toContain(`"acked_event_ids":["${older.id}"]`);
    expect(await nameOf(id)).toBe('Récent');
    expect((await storedOf(older.id)).drift_ms).toBe(0);
  });

  test('[TIME-1] [ROLE-2] what was recorded before its user’s move is judged by the old post, however slow the line', async () => {
    const [driver, admin] = [await signIn('driver2.alger'), await signIn('admin')];
    const depots = await server.call('GET', '/api/admin/depots', { token: admin.token });
    const oran = depots.body.items.find(({ code }: { code: string }) => code === 'ORN').id;
    const { id, qr_payload } = await one<{ id: string; qr_payload: string }>(
      `SELECT id, qr_payload FROM deliveries WHERE status = 'PENDING' ORDER BY id LIMIT 1`,
    );
    const event = driver.device.say({
      entity_type: 'DELIVERY',
      entity_id: id,
      action: 'DELIVERY_VALIDATED',
      payload: { qr_scanned: qr_payload, validated_at: now() },
      occurred_at: now(),
    });
    const body = driver.device.pushBody([event], { sent_at: now() });
    const heard = await slowPush(serverUrl, driver.token, body, async () => {
      turn(20_000);
      const moved = await server.call('POST', `/api/admin/users/${driver.device.userId}/move`, {
        token: admin.token,
        body: { depot_id: oran },
      });
      expect(moved.status).toBe(200);
      turn(40_000);
    });
    expect(heard).toContain(`"acked_event_ids":["${event.id}"]`);
  });

  test('[TIME-1] at a hub: the drift that it carries on is not the time of the upload', async () => {
    const seller = await signIn('seller1.alger');
    const event = note(seller);
    const body = seller.device.pushBody([event], { sent_at: now() });
    const heard = await slowPush(hub.url, seller.token, body, async () => turn(MINUTE));
    expect(heard).toContain(`"acked_event_ids":["${event.id}"]`);
    const kept = hub.database
      .prepare<[string], { drift_ms: number }>('SELECT drift_ms FROM relay_queue WHERE event_id = unhex(?)')
      .get(event.id.replaceAll('-', ''));
    expect(kept?.drift_ms).toBe(0);
  });
});
