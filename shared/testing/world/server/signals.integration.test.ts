import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { TestDevice } from '../../test-device.ts';
import { type Answer, call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let admin: SignedIn;
let driver: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  driver = await signIn(world.serverUrl, 'driver1.alger');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

interface Planned {
  id: string;
  qr_payload: string;
  place: { lat: number; lng: number };
}

const hq = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> =>
  call(world.serverUrl, method, `/api/admin/${path}`, {
    authorization: admin.authorization,
    ...(body ? { body } : {}),
  });
const push = async (who: SignedIn, events: unknown[]) =>
  (
    await call(world.serverUrl, 'POST', '/api/sync/push', {
      authorization: who.authorization,
      body: who.device.pushBody(events),
    })
  ).body;
const signals = async (kind: string) => (await hq('GET', `alerts?kind=${kind}`)).body.items;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Open deliveries of the demo with their clients' places. */
async function planned(count: number): Promise<Planned[]> {
  const { rows } = await world.database.query<Planned>(
    `SELECT d.id, d.qr_payload, c.location AS place FROM deliveries d JOIN clients c ON c.id = d.client_id
     WHERE d.status = 'PENDING' AND d.driver_user_id = $1 ORDER BY d.reference LIMIT $2`,
    [driver.session.user.id, count],
  );
  return rows;
}

const validated = (who: SignedIn, delivery: Planned, minutesAgo: number, location: unknown) =>
  who.device.say({
    entity_type: 'DELIVERY',
    entity_id: delivery.id,
    action: 'DELIVERY_VALIDATED',
    occurred_at: ago(minutesAgo),
    payload: { qr_scanned: delivery.qr_payload, validated_at: ago(minutesAgo), location },
  });
const failed = (who: SignedIn, { id }: Planned) =>
  who.device.say({ entity_type: 'DELIVERY', entity_id: id, action: 'DELIVERY_FAILED', payload: { reason: 'ABSENT' } });
const audit = (who: SignedIn, minutesAgo: number) =>
  who.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {}, occurred_at: ago(minutesAgo) });

test('[FRAUD-1] [FRAUD-2] [FRAUD-8] a delivery validated far from its client stands, and HQ is told how far, once', async () => {
  const [near, far] = (await planned(2)) as [Planned, Planned];
  const elsewhere = { lat: far.place.lat + 0.02, lng: far.place.lng, accuracy_m: 12 };
  const events = [
    validated(driver, near, 50, { ...near.place, accuracy_m: 12 }),
    validated(driver, far, 10, elsewhere),
  ];
  const answer = await push(driver, events);
  expect(answer.failed_events).toEqual([]);
  await push(driver, events);
  // A hub's copy of them, with something new behind it.
  const marker = audit(driver, 1);
  const copy = { authorization: driver.authorization, body: driver.device.pushBody([...events, marker]) };
  expect((await call(world.hubUrl, 'POST', '/api/sync/push', copy)).status).toBe(200);
  await eventually(
    async () => (await world.database.query('SELECT FROM events WHERE id = $1', [marker.id])).rowCount,
    (count) => count === 1,
    'the hub has handed its copy on',
  );
  const told = await signals('FAR_FROM_CLIENT');
  expect(told).toMatchObject([{ event_id: events[1]?.id, device_id: driver.device.id, details: { limit_m: 500 } }]);
  expect(told[0].details.distance_m).toBeGreaterThan(2_200);
  expect(told[0].details.distance_m).toBeLessThan(2_250);
});

test('[FRAUD-3] [FRAUD-8] two phones of one user: a stop that comes late takes the place of the pair that it parts', async () => {
  const second = await signIn(world.serverUrl, 'driver1.alger', new TestDevice(0));
  const [a, b, c] = (await planned(3)) as [Planned, Planned, Planned];
  const at = (km: number) => ({ lat: 30 + km / 111.19, lng: 3, accuracy_m: 10 });
  const first = validated(driver, a, 400, at(0));
  const late = validated(driver, b, 380, at(40));
  const last = validated(second, c, 370, at(60));
  await push(second, [last]);
  await push(driver, [first]);
  // 60 km in 30 minutes is 120 km/h: nothing yet. The stop between was 40 km away after 20 and 20 km before 10 minutes.
  expect(await signals('TOO_FAST')).toEqual([]);
  await push(driver, [late]);
  expect(await signals('TOO_FAST')).toEqual([]);
  const [d] = (await planned(1)) as [Planned];
  const wild = validated(second, d, 390, at(300));
  await push(second, [wild]);
  const told = await signals('TOO_FAST');
  expect(told.map(({ event_id }: { event_id: string }) => event_id).sort()).toEqual([late.id, wild.id].sort());
  const [e] = (await planned(1)) as [Planned];
  // A stop at the same place as the late one, a minute before it: now that one follows its neighbour at rest.
  const still = validated(driver, e, 381, at(40));
  await push(driver, [still]);
  expect((await signals('TOO_FAST')).map(({ event_id }: { event_id: string }) => event_id).sort()).toEqual(
    [still.id, wild.id].sort(),
  );
});

test('[FRAUD-4] [FRAUD-8] time that runs backwards is found when the second of both comes, whichever it is', async () => {
  const who = await signIn(world.serverUrl, 'driver2.alger');
  const events = [audit(who, 60), audit(who, 90), audit(who, 80), audit(who, 200)];
  await push(who, [events[0], events[3]]);
  expect(await signals(`TIME_BACKWARDS&device_id=${who.device.id}`)).toEqual([]);
  await push(who, events);
  const told = await signals(`TIME_BACKWARDS&device_id=${who.device.id}`);
  expect(told.map(({ event_id }: { event_id: string }) => event_id).sort()).toEqual(
    [events[1]?.id, events[3]?.id].sort(),
  );
  await push(who, events);
  expect(await signals(`TIME_BACKWARDS&device_id=${who.device.id}`)).toHaveLength(2);
});

test('[FRAUD-5] many failures of a driver’s day are one signal, taken back when they are delivered after all', async () => {
  const who = await signIn(world.serverUrl, 'driver2.alger');
  const drivers = await world.database.query(
    `UPDATE deliveries SET driver_user_id = $1, planned_for = '2026-01-05' WHERE id IN
       (SELECT id FROM deliveries WHERE status = 'PENDING' AND reference LIKE 'BL-ALG-%' ORDER BY reference DESC LIMIT 6)
     RETURNING id, qr_payload`,
    [who.session.user.id],
  );
  const day = drivers.rows as Planned[];
  await push(
    who,
    day.slice(0, 4).map((delivery) => failed(who, delivery)),
  );
  expect(await signals('MANY_FAILURES')).toEqual([]);
  await push(
    who,
    day.slice(4, 5).map((delivery) => failed(who, delivery)),
  );
  expect(await signals('MANY_FAILURES')).toMatchObject([
    { user_id: who.session.user.id, details: { planned_for: '2026-01-05', planned: 6, failed: 5, percent: 83 } },
  ]);
  await push(who, [validated(who, day[0] as Planned, 1, undefined)]);
  expect(await signals('MANY_FAILURES')).toEqual([]);
});

test('[FRAUD-6] a code of another delivery and a forbidden action are refused, and HQ is told', async () => {
  const [mine, other] = (await planned(2)) as [Planned, Planned];
  const swapped = validated(driver, { ...mine, qr_payload: other.qr_payload }, 1, undefined);
  const forbidden = driver.device.say({ entity_type: 'STOCK', entity_id: '1', action: 'STOCK_ADJUSTED', payload: {} });
  const answer = await push(driver, [swapped, forbidden]);
  expect(answer.failed_events.map(({ error_code }: { error_code: string }) => error_code)).toEqual([
    'QR_MISMATCH',
    'FORBIDDEN_ACTION',
  ]);
  await push(driver, [swapped, forbidden]);
  const told = await signals('WRONG_CODE');
  expect(told).toMatchObject([
    { event_id: swapped.id, details: { delivery_id: mine.id, code_names_delivery_id: other.id } },
  ]);
  expect(JSON.stringify(told)).not.toContain(other.qr_payload);
  expect(await signals('FORBIDDEN_ACTION')).toMatchObject([{ event_id: forbidden.id }]);
});

test('[FRAUD-7] what a revoked phone recorded later than its revocation is one signal; what it rescues is none', async () => {
  const stolen = await signIn(world.serverUrl, 'driver1.alger', new TestDevice(0));
  await hq('POST', `devices/${stolen.device.id}/revoke`, { reason: 'stolen' });
  await world.database.query(`UPDATE devices SET revoked_at = now() - interval '60 minutes' WHERE id = $1`, [
    stolen.device.id,
  ]);
  await push(stolen, [audit(stolen, 120)]);
  expect(await signals('AFTER_REVOCATION')).toEqual([]);
  const [early, later] = [audit(stolen, 50), audit(stolen, 20)];
  await push(stolen, [later]);
  await push(stolen, [early, later]);
  expect(await signals('AFTER_REVOCATION')).toMatchObject([
    {
      device_id: stolen.device.id,
      details: { events: 2, first: { event_id: early.id }, last: { event_id: later.id }, limit_minutes: 5 },
    },
  ]);
});
