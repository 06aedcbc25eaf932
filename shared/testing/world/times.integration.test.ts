import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { checkpointStore } from '#hub/store/checkpoint-store.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { GIVEN_UP } from '#server/store/given-up.ts';
import { alertLongWaiting } from '#server/store/housekeeping.ts';
import { repairFutureTimes } from '#server/store/repair-times.ts';
import { openTestServer, type TestServer } from '#server/testing/open-test-server.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { isoTime, systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { TestDevice, testIds } from '../test-device.ts';
import { DEMO_PASSWORD, enrollCode, eventually } from './start-world.ts';

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

  test('[TIME-2] a device that has spoken to hubs only is taken at the hub’s claim', async () => {
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

describe('the server’s own clock', () => {
  const YEAR = 365 * DAY;
  const isRepaired = async (clientId: string) =>
    eventually(
      () => one<{ at: string }>(`SELECT field_clocks #>> '{name,0}' AS at FROM clients WHERE id = $1`, clientId),
      ({ at }) => Date.parse(at) <= clock.now(),
      'what was dated in the future counts from now',
    );

  test('[TIME-4] [CLI-1] a year ahead and put right: what was written meanwhile stands until something later is written', async () => {
    const { id } = await clientOf(3);
    turn(YEAR);
    const ahead = await signIn('seller1.alger');
    const deviceTime = () => isoTime(clock.now() - YEAR);
    await bring(ahead, [update(ahead, id, { name: 'En avance' }, deviceTime())], deviceTime());
    expect(await nameOf(id)).toBe('En avance');
    turn(-YEAR);
    await isRepaired(id);
    const seller = await signIn('seller1.alger');
    turn(MINUTE);
    const later = update(seller, id, { name: 'Plus tard' });
    turn(MINUTE);
    await bring(seller, [later]);
    expect(await nameOf(id)).toBe('Plus tard');
  });

  test('[TIME-4] [ROLE-2] [AUTH-15] a move and a revocation that were dated a year ahead hold from now on, and sessions end in a week', async () => {
    const { id } = await one<{ id: number }>(`SELECT id FROM users WHERE username = 'driver1.oran'`);
    const driver = await signIn('driver1.oran');
    await server.owner.query(`INSERT INTO earlier_posts VALUES ($1, 'driver', 1, $2), ($1, 'seller', 1, $3)`, [
      id,
      isoTime(clock.now() + YEAR),
      isoTime(clock.now() + YEAR + HOUR),
    ]);
    await server.owner.query('UPDATE devices SET revoked_at = $2 WHERE id = $1', [
      driver.device.id,
      isoTime(clock.now() + YEAR),
    ]);
    await server.owner.query('UPDATE refresh_tokens SET expires_at = $2 WHERE device_id = $1', [
      driver.device.id,
      isoTime(clock.now() + YEAR),
    ]);
    expect(await repairFutureTimes(server.deps.database, clock.now())).toBe(4);
    const posts = await server.owner.query<{ role: string; until: string }>(
      'SELECT role, until FROM earlier_posts WHERE user_id = $1 ORDER BY until',
      [id],
    );
    expect(posts.rows.map(({ role }) => role)).toEqual(['driver', 'seller']);
    expect(Date.parse(posts.rows[1]?.until ?? '')).toBeLessThanOrEqual(clock.now());
    const { ends, revoked } = await one<{ ends: string; revoked: string }>(
      `SELECT max(t.expires_at) AS ends, max(d.revoked_at) AS revoked
       FROM refresh_tokens t JOIN devices d ON d.id = t.device_id WHERE d.id = $1`,
      driver.device.id,
    );
    expect(Date.parse(ends)).toBeLessThanOrEqual(clock.now() + 7 * DAY);
    expect(Date.parse(revoked)).toBeLessThanOrEqual(clock.now());
    expect(await repairFutureTimes(server.deps.database, clock.now())).toBe(0);
  });

  test('[TIME-4] [CUST-7] [WAIT-2] what was alerted or stored in the future silences no alert', async () => {
    const seller = await signIn('seller1.alger');
    const off = () => isoTime(clock.now() + HOUR);
    await bring(seller, [note(seller, off())], off());
    await server.owner.query(`UPDATE alerts SET created_at = $2 WHERE kind = 'CLOCK_DRIFT' AND device_id = $1`, [
      seller.device.id,
      isoTime(clock.now() + YEAR),
    ]);
    const orphan = update(seller, testIds.uuid(), { name: 'Personne' }, off());
    await bring(seller, [orphan], off());
    const count = await one<{ n: number }>(
      `SELECT count(*) AS n FROM alerts WHERE kind = 'CLOCK_DRIFT' AND device_id = $1`,
      seller.device.id,
    );
    expect(count.n).toBe(2);
    expect(await alertLongWaiting(server.deps)).toBe(0);
    await server.owner.query('UPDATE events SET stored_at = $2 WHERE id = $1', [
      orphan.id,
      isoTime(clock.now() + YEAR),
    ]);
    expect(await alertLongWaiting(server.deps)).toBe(1);
  });

  test('[INV-1] [HQ-8] [TIME-4] a clock that goes back over New Year leads back into no series', async () => {
    const seller = await signIn('seller1.alger');
    const yearOf = (reference: string) => reference.split('-')[2];
    const facts = await one<{ client: string; product: number; driver: number; depot: number }>(
      `SELECT c.client_id AS client, (SELECT min(id) FROM products) AS product, c.depot_id AS depot,
         (SELECT id FROM users WHERE username = 'driver1.alger') AS driver
       FROM client_depots c JOIN depots d ON d.id = c.depot_id WHERE d.code = 'ALG' LIMIT 1`,
    );
    const invoice = async () => {
      const id = testIds.uuid();
      const lines = [{ product_id: facts.product, quantity: 1, unit_price_ht: 1_000, tva_rate: 19 }];
      const totals = { total_ht: 1_000, total_tva: 190, stamp_duty: 0, total_ttc: 1_190 };
      const event = seller.device.say({
        entity_type: 'INVOICE',
        entity_id: id,
        action: 'INVOICE_CREATED',
        payload: { client_id: facts.client, lines, ...totals, payment: 'CREDIT' },
        occurred_at: now(),
      });
      await bring(seller, [event]);
      return (await one<{ reference: string }>('SELECT reference FROM invoices WHERE id = $1', id)).reference;
    };
    const plan = async () => {
      const { body } = await server.call('POST', '/api/admin/deliveries', {
        token: (await server.signIn('admin', DEMO_PASSWORD)).body.access_token,
        body: {
          depot_id: facts.depot,
          driver_user_id: facts.driver,
          client_id: facts.client,
          planned_for: '2026-12-31',
          lines: [{ product_id: facts.product, quantity: 1, unit_price_ht: 1_000, tva_rate: 19 }],
        },
      });
      return body.reference as string;
    };
    const [before, noteBefore] = [await invoice(), await plan()];
    turn(YEAR);
    const renewed = await server.signIn('seller1.alger', DEMO_PASSWORD, {
      id: seller.device.id,
      publicKey: seller.device.publicKey,
    } as never);
    seller.token = renewed.body.access_token;
    const [next, noteNext] = [await invoice(), await plan()];
    expect(next).toMatch(/^FAC-ALG-\d{4}-000001$/);
    turn(-YEAR);
    const again = await server.call('POST', '/api/auth/refresh', {
      body: { refresh_token: renewed.body.refresh_token },
    });
    expect(again.status).toBe(200);
    seller.token = again.body.access_token;
    const [back, noteBack] = [await invoice(), await plan()];
    expect([yearOf(next), yearOf(noteNext)]).toEqual([
      String(Number(yearOf(before)) + 1),
      String(Number(yearOf(noteBefore)) + 1),
    ]);
    expect(back).toBe(next.replace('000001', '000002'));
    expect(yearOf(noteBack)).toBe(yearOf(noteNext));
  });

  test('[TIME-4] [CUST-2] a hub does not keep a checkpoint of a server that was ahead before those that come later', async () => {
    await eventually(
      () =>
        hub.database.prepare(`SELECT value FROM meta WHERE key = 'server_time'`).pluck().get() as string | undefined,
      (at) => Math.abs(Date.parse(at ?? '') - clock.now()) < HOUR,
      'the hub has heard what time it is',
    );
    const shelf = checkpointStore(hub.database);
    const device_id = testIds.uuid();
    const put = (ms: number, up_to: number) => {
      const claims = { device_id, up_to, checksum: null, received_above: [], missing_blobs: [], iat: ms / 1_000 };
      shelf.put({ jws: String(up_to), claims: { ...claims, iat: Math.floor(claims.iat) } as never });
      return shelf.get(device_id)?.claims.up_to;
    };
    expect([put(clock.now() + YEAR, 7), put(clock.now(), 8), put(clock.now() - HOUR, 6)]).toEqual([7, 8, 8]);
  });

  test('[DLV-1] a delivery was validated when it was done, wherever that is told, not when HQ heard of it', async () => {
    const driver = await signIn('driver1.alger');
    const { id, qr_payload } = await one<{ id: string; qr_payload: string }>(
      `SELECT d.id, qr_payload FROM deliveries d JOIN users u ON u.id = d.driver_user_id
       WHERE d.status = 'PENDING' AND u.username = 'driver1.alger' ORDER BY d.id LIMIT 1`,
    );
    const ahead = (ms: number) => isoTime(clock.now() + HOUR + ms);
    const done = isoTime(clock.now());
    const said = (occurred_at: string) =>
      driver.device.say({
        entity_type: 'DELIVERY',
        entity_id: id,
        action: 'DELIVERY_VALIDATED',
        payload: { qr_scanned: qr_payload, validated_at: occurred_at },
        occurred_at,
      });
    const [first, second] = [said(ahead(0)), said(ahead(1))];
    turn(6 * HOUR);
    const body = driver.device.pushBody([first, second], { sent_at: ahead(0) });
    const { body: answer } = await server.call('POST', '/api/sync/push', { token: driver.token, body });
    const isDone = (at: unknown) => Math.abs(Date.parse(String(at)) - Date.parse(done)) < MINUTE;
    expect(answer.failed_events).toMatchObject([{ event_id: second.id, error_code: 'ALREADY_VALIDATED' }]);
    expect(isDone(answer.failed_events[0].resolution.data.validated_at)).toBe(true);
    const told = await one<{ at: string }>(
      `SELECT body::json #>> '{payload,validated_at}' AS at FROM changes
       WHERE body::json ->> 'action' = 'DELIVERY_VALIDATED' AND body::json ->> 'entity_id' = $1`,
      id,
    );
    const admin = await server.signIn('admin', DEMO_PASSWORD);
    const shown = await server.call('GET', `/api/admin/deliveries/${id}`, { token: admin.body.access_token });
    expect([isDone(told.at), isDone(shown.body.validated_at)]).toEqual([true, true]);
  });
});
