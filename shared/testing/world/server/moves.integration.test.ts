import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncDeps } from '#server/identity/sync-deps.ts';
import { alertLongWaiting, tidy } from '#server/store/housekeeping.ts';
import { decideKnownVersions } from '#server/store/sync/decide-versions.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import {
  type Answer,
  call,
  enrollCode,
  eventually,
  type SignedIn,
  signIn,
  startHub,
  startWorld,
  type World,
} from '../start-world.ts';

let database: TestDatabase;
let world: World;
let admin: SignedIn;
let driver: SignedIn;
let other: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  driver = await signIn(world.serverUrl, 'driver1.alger');
  other = await signIn(world.serverUrl, 'driver2.alger');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const hq = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> =>
  call(world.serverUrl, method, `/api/admin/${path}`, {
    authorization: admin.authorization,
    ...(body ? { body } : {}),
  });
const get = (who: SignedIn, path: string, url = world.serverUrl) =>
  call(url, 'GET', path, { authorization: who.authorization });
const push = async (who: SignedIn, events: unknown[], extra = {}, url = world.serverUrl) =>
  (
    await call(url, 'POST', '/api/sync/push', {
      authorization: who.authorization,
      body: who.device.pushBody(events, extra),
    })
  ).body;
const scopeOf = async (who: SignedIn, url = world.serverUrl) => (await get(who, '/api/sync/bootstrap', url)).body;
const alerts = async (kind: string) =>
  (await world.database.query('SELECT device_id, event_id, details FROM alerts WHERE kind = $1', [kind])).rows;
const validated = (who: SignedIn, delivery: { id: string; qr_payload: string }, more = {}) =>
  who.device.say({
    entity_type: 'DELIVERY',
    entity_id: delivery.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: delivery.qr_payload, validated_at: new Date().toISOString() },
    ...more,
  });
const pendingOf = async (who: SignedIn) =>
  (await hq('GET', `deliveries?driver_user_id=${who.session.user.id}&status=PENDING`)).body.items;

test('[PULL-5] a delivery that is replanned leaves one phone and comes to the other, by way of the hub too', async () => {
  await eventually(
    () => world.hub.uplink.wan,
    ({ reachable }) => reachable,
    'the hub has met its server',
  );
  const [delivery] = await pendingOf(driver);
  const [mine, theirs] = [(await scopeOf(driver)).next_since, (await scopeOf(other)).next_since];
  const answer = await hq('POST', `deliveries/${delivery.id}/assign`, { driver_user_id: other.session.user.id });
  expect(answer).toMatchObject({ status: 200, body: { driver_user_id: other.session.user.id } });
  for (const url of [world.serverUrl, world.hubUrl]) {
    for (const [who, since] of [
      [driver, mine],
      [other, theirs],
    ] as const) {
      const told = await eventually(
        async () => (await get(who, `/api/sync/pull?since=${since}`, url)).body.events ?? [],
        (events) => events.some(({ entity_id }: { entity_id: string }) => entity_id === delivery.id),
        'both are told',
      );
      const ofDelivery = told.filter(({ entity_type }: { entity_type: string }) => entity_type === 'DELIVERY');
      expect(ofDelivery).toMatchObject([
        { action: 'DELIVERY_UPDATED', payload: { driver_user_id: other.session.user.id } },
      ]);
      expect(ofDelivery[0].payload).not.toHaveProperty('qr_payload');
    }
  }
  expect((await hq('POST', `deliveries/${delivery.id}/assign`, { driver_user_id: 1 })).status).toBe(409);
  await push(other, [validated(other, delivery)]);
  expect(
    (await hq('POST', `deliveries/${delivery.id}/assign`, { driver_user_id: driver.session.user.id })).status,
  ).toBe(409);
});

test('[ROLE-2] [PULL-6] a move: what was recorded before is judged by the old post, and the caches start anew', async () => {
  const [early, late] = await pendingOf(driver);
  const since = (await scopeOf(driver)).next_since;
  const before = validated(driver, early, { occurred_at: new Date(Date.now() - 60_000).toISOString() });
  const depots = (await hq('GET', 'depots')).body.items;
  const oran = depots.find(({ code }: { code: string }) => code === 'ORN').id;
  const alger = depots.find(({ code }: { code: string }) => code === 'ALG').id;
  expect((await hq('POST', `users/${driver.session.user.id}/move`, { depot_id: oran })).body).toMatchObject({
    depot_id: oran,
  });
  const after = validated(driver, late, { occurred_at: new Date(Date.now() + 1_000).toISOString() });
  const answer = await push(driver, [before, after]);
  expect(answer.acked_event_ids).toEqual([before.id]);
  expect(answer.failed_events).toMatchObject([{ event_id: after.id, error_code: 'FORBIDDEN_ACTION' }]);
  expect(await get(driver, `/api/sync/pull?since=${since}`)).toMatchObject({
    status: 410,
    body: { code: 'CURSOR_EXPIRED' },
  });
  const scope = await scopeOf(driver);
  expect(new Set(scope.entities.stock_levels.map(({ depot_id }: { depot_id: number }) => depot_id))).toEqual(
    new Set([oran]),
  );
  expect((await get(driver, `/api/sync/pull?since=${scope.next_since}`)).status).toBe(200);
  // Moved back, with a new token: a hub knows by the token that the old cursor is of another scope.
  await hq('POST', `users/${driver.session.user.id}/move`, { depot_id: alger });
  driver = await signIn(world.serverUrl, 'driver1.alger', driver.device);
  // Until the hub has heard of the move it answers nothing, with 200.
  await eventually(
    async () => (await get(driver, `/api/sync/pull?since=${scope.next_since}`, world.hubUrl)).status,
    (status) => status === 410,
    'the hub is level and refuses the old cursor',
  );
  expect((await hq('POST', `users/${driver.session.user.id}/move`, { depot_id: 9_999 })).status).toBe(404);
});

test('[PULL-6] words past their time are forgotten, and cursors from below the floor are 410', async () => {
  const since = (await scopeOf(other)).next_since;
  await push(other, [other.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} })]);
  const next = (await get(other, `/api/sync/pull?since=${since}`)).body.next_since;
  await world.database.query("UPDATE positions SET said_at = said_at - interval '100 days'");
  await tidy(world.server.deps);
  expect((await world.database.query('SELECT 1 FROM changes')).rowCount).toBe(0);
  expect((await world.database.query('SELECT 1 FROM positions')).rowCount).toBe(0);
  expect((await world.database.query('SELECT 1 FROM change_audience')).rowCount).toBe(0);
  expect((await get(other, `/api/sync/pull?since=${since}`)).status).toBe(410);
  expect((await get(other, `/api/sync/pull?since=${next}`)).status).toBe(200);
});

test('[WAIT-2] what waits for more than a day stands in the inbox of HQ, once', async () => {
  const orphan = driver.device.say({
    entity_type: 'DELIVERY',
    entity_id: testIds.uuid(),
    action: 'DELIVERY_FAILED',
    payload: { reason: 'OTHER' },
  });
  expect((await push(driver, [orphan])).acked_event_ids).toEqual([orphan.id]);
  expect(await alertLongWaiting(world.server.deps)).toBe(0);
  await world.database.query("UPDATE events SET stored_at = stored_at - interval '25 hours' WHERE id = $1", [
    orphan.id,
  ]);
  expect(await alertLongWaiting(world.server.deps)).toBe(1);
  expect(await alertLongWaiting(world.server.deps)).toBe(0);
  expect(await alerts('WAITING_LONG')).toMatchObject([{ event_id: orphan.id, device_id: driver.device.id }]);
});

test('[CUST-7] [LESSON-9] a clock that is an hour ahead is measured, carried by the hub, reported, and alerted once', async () => {
  const HOUR_MS = 3_600_000;
  const ahead = () => new Date(Date.now() + HOUR_MS).toISOString();
  // A phone that has spoken to hubs only: what its own contacts had shown would bound the hub's claim.
  const wrong = await signIn(world.serverUrl, 'driver2.alger');
  const seen = () =>
    wrong.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {}, occurred_at: ahead() });
  const viaHub = seen();
  await push(wrong, [viaHub], { sent_at: ahead() }, world.hubUrl);
  await eventually(
    () => alerts('CLOCK_DRIFT'),
    (rows) => rows.length > 0,
    'the drift is alerted',
  );
  await push(wrong, [seen()], { sent_at: ahead() });
  const rows = await alerts('CLOCK_DRIFT');
  expect(rows).toHaveLength(1);
  expect(Math.abs(rows[0].details.clock_drift_ms - HOUR_MS)).toBeLessThan(60_000);
  const { body } = await get(wrong, '/api/sync/pull?since=2026-01-01T00:00:00.000Z');
  const status =
    body.device_status ??
    (await get(wrong, `/api/sync/pull?since=${(await scopeOf(wrong)).next_since}`)).body.device_status;
  expect(Math.abs(status.clock_drift_ms - HOUR_MS)).toBeLessThan(60_000);
});

test('[CUST-6] [LESSON-8] a revoked device’s events come to quarantine, and an admin lets them count or not', async () => {
  const visitor = await signIn(world.hubUrl, 'driver1.alger');
  const [one, two] = await pendingOf(driver);
  world.wan.cut();
  const [kept, dropped] = [validated(visitor, one), validated(visitor, two)];
  expect(await push(visitor, [kept, dropped], {}, world.hubUrl)).toMatchObject({ success: true, custody: 'hub' });
  await hq('POST', `devices/${visitor.device.id}/revoke`, { reason: 'perdu' });
  world.wan.reconnect();
  world.hub.uplink.kick();
  const held = async () => (await hq('GET', 'quarantine')).body.items;
  await eventually(held, (items) => items.length === 2, 'both are in quarantine');
  expect((await hq('GET', `deliveries/${one.id}`)).body.status).toBe('PENDING');
  expect((await hq('POST', `quarantine/${kept.id}/accept`)).body).toEqual({
    id: kept.id,
    status: 'APPLIED',
    error_code: null,
  });
  expect((await hq('POST', `quarantine/${dropped.id}/reject`)).body).toMatchObject({ status: 'REJECTED' });
  expect((await hq('GET', `deliveries/${one.id}`)).body.status).toBe('VALIDATED');
  expect((await hq('GET', `deliveries/${two.id}`)).body.status).toBe('PENDING');
  expect(await held()).toEqual([]);
  expect((await hq('POST', `quarantine/${kept.id}/accept`)).status).toBe(409);
});

test('[CUST-9] a hub that is newer than a revocation knows of it all the same, without its server', async () => {
  const lost = await signIn(world.serverUrl, 'seller1.alger');
  expect((await get(lost, '/api/sync/status', world.hubUrl)).status).toBe(200);
  await hq('POST', `devices/${lost.device.id}/revoke`, { reason: 'volé' });
  const dataDir = await mkdtemp(join(tmpdir(), 'manchengo-hub-'));
  const young = await startHub(dataDir, world.wan.url, await enrollCode(world.serverUrl, 'ALG', admin));
  await eventually(
    () => young.uplink.wan,
    ({ reachable }) => reachable,
    'the young hub has its snapshot',
  );
  world.wan.cut();
  const answer = await get(lost, '/api/sync/status', young.url);
  expect(answer).toMatchObject({ status: 403, body: { code: 'DEVICE_REVOKED', wipe: true } });
  world.wan.reconnect();
  await young.close();
  await rm(dataDir, { recursive: true });
});

test('[EVT-6] what waits for a newer program is decided when one starts that knows its version', async () => {
  const seller = await signIn(world.serverUrl, 'seller1.alger');
  const clientId = testIds.uuid();
  const event = seller.device.say({
    v: 2,
    entity_type: 'CLIENT',
    entity_id: clientId,
    action: 'CLIENT_CREATED',
    payload: { title: 'Nour' },
  });
  expect((await push(seller, [event])).acked_event_ids).toEqual([event.id]);
  const unheardOf = seller.device.say({ entity_type: 'PARCEL', entity_id: 'x', action: 'PARCEL_SENT', payload: {} });
  expect((await push(seller, [unheardOf])).acked_event_ids).toEqual([unheardOf.id]);
  const today = syncDeps(world.server.deps);
  expect(await decideKnownVersions(today)).toBe(0);
  const tomorrow = {
    ...today,
    upcasts: { 'CLIENT/CLIENT_CREATED': [({ name }: Record<string, unknown>) => ({ title: name })] },
  };
  // Version 2 is known tomorrow; that its rules still read `name` makes this one invalid, which is an end, too.
  expect(await decideKnownVersions(tomorrow)).toBe(1);
  expect((await hq('GET', `events/${unheardOf.id}`)).body).toMatchObject({ status: 'WAITING', waits_for: 'VERSION' });
  const { body } = await hq('GET', `events/${event.id}`);
  expect(body).toMatchObject({ status: 'REJECTED', error_code: 'INVALID_EVENT' });
  expect(JSON.parse(body.received_text)).toEqual(event);
});
