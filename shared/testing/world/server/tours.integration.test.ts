import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, cutOff, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let admin: SignedIn;
let clerk: SignedIn;
let driver: SignedIn;
let client: { id: string };
let product: { id: number };
let today: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  clerk = await signIn(world.serverUrl, 'clerk.alger');
  driver = await signIn(world.serverUrl, 'driver1.alger');
  const { body } = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: driver.authorization });
  [client, product] = [body.entities.clients[0], body.entities.products[0]];
  today = algiersDay(Date.now());
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const hq = (method: 'GET' | 'POST', path: string, body?: unknown, who = admin) =>
  call(world.serverUrl, method, `/api/admin/${path}`, { authorization: who.authorization, ...(body ? { body } : {}) });
const push = async (who: SignedIn, ...events: object[]) => {
  const options = { authorization: who.authorization, body: who.device.pushBody(events as never) };
  const { body } = await call(world.serverUrl, 'POST', '/api/sync/push', options);
  return body.failed_events.map(({ error_code }: { error_code: string }) => error_code);
};
const toursTold = async (who: SignedIn): Promise<ServerEvent['payload'][]> => {
  const path = `/api/sync/pull?since=1970-01-01T00:00:00.000Z&device_id=${who.device.id}&limit=500`;
  const { body } = await call(world.serverUrl, 'GET', path, { authorization: who.authorization });
  return (body.events as ServerEvent[]).filter(({ action }) => action === 'TOUR_UPDATED').map(({ payload }) => payload);
};
const bootstrap = async (who: SignedIn, node = world.serverUrl) =>
  (await call(node, 'GET', '/api/sync/bootstrap', { authorization: who.authorization })).body.entities;
/** As the depot's PC shows it. */
const onScreen = async (path: string) => {
  world.hub.uplink.kick();
  const { origin, searchParams } = new URL(world.desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', `/api/desktop/${path}`, { authorization })).body;
};
const idOf = (who: SignedIn, day = today) => `${who.session.user.id}.${day}`;
const ofTour = (who: SignedIn, action: string, payload: object, of = driver, day = today) =>
  who.device.say({
    entity_type: 'TOUR',
    entity_id: idOf(of, day),
    action,
    payload: payload as Record<string, unknown>,
  });
const loading = (quantity: number, of = driver, day = today) =>
  ofTour(
    clerk,
    'VAN_LOADED',
    { driver_user_id: of.session.user.id, day, lines: [{ product_id: product.id, quantity }] },
    of,
    day,
  );
const counted = (payload: object, of = driver, day = today) =>
  ofTour(
    clerk,
    'TOUR_COUNTED',
    { driver_user_id: of.session.user.id, day, lines: [], cash_counted: 0, cheques: [], ...payload },
    of,
    day,
  );
const signed = (about: { id: string; checksum: string }, who = driver, day = today) =>
  ofTour(who, 'TOUR_CONFIRMED', { confirms: about.id, checksum: about.checksum }, who, day);
const paid = (amount: number, who = driver, payload: object = {}) =>
  who.device.say({
    ...{ entity_type: 'PAYMENT', entity_id: testIds.uuid(), action: 'PAYMENT_COLLECTED' },
    payload: { client_id: client.id, amount, method: 'CASH', ...payload },
  });
const tour = async (who = driver, day = today, reader = admin) =>
  (await hq('GET', `tours/${idOf(who, day)}`, undefined, reader)).body;

test('[TOUR-5] [TOUR-6] [TOUR-8] [TOUR-11] [TOUR-12] a van’s day, from the loading to the driver’s last event, which settles it', async () => {
  const before = await tour();
  expect(before).toMatchObject({ state: 'PLANNED', loaded: [], counted: null });
  expect(before.planned.length).toBeGreaterThan(0);
  expect(await push(clerk, loading(12), loading(8))).toEqual([]);
  const [first, missing, last] = [paid(5_000), paid(700), paid(300)];
  const count = counted({ lines: [{ product_id: product.id, quantity: 19, condition: 'GOOD' }], cash_counted: 5_900 });
  const signature = signed(count);
  expect(await push(driver, first, last, signature)).toEqual([]);
  expect((await tour()).state).toBe('LOADED');
  expect(await push(clerk, count)).toEqual([]);
  const goods = (quantity: number) => [{ product_id: product.id, lot_number: null, quantity }];
  const { seq } = missing;
  const missingOnly = [{ device_id: driver.device.id, ranges: [[seq, seq]] }];
  expect(await tour()).toMatchObject({ state: 'WAITING_FOR_EVENTS', missing: missingOnly, expected: { cash: 5_300 } });
  // The clerk who counts does not see what is expected, at HQ's list neither.
  for (const seen of [await tour(driver, today, clerk), (await toursTold(clerk)).at(-1)]) {
    expect(seen).toMatchObject({
      state: 'WAITING_FOR_EVENTS',
      expected: null,
      differences: null,
      counted: { cash: 5_900 },
    });
  }
  expect(await push(driver, missing)).toEqual([]);
  const settled = await tour();
  expect(settled).toMatchObject({
    ...{ state: 'SETTLED', missing: [], unproved_devices: [], disputed: [], loaded: goods(20) },
    expected: { goods: goods(20), cash: 6_000, cheques: [] },
    counted: { goods: goods(19), cash: 5_900, cheques: [] },
    differences: { goods: goods(-1), cash: -100, cheques: [] },
  });
  for (const who of [driver, clerk]) {
    expect((await toursTold(who)).at(-1)).toEqual(settled);
    expect((await bootstrap(who)).tours).toContainEqual(settled);
  }
  expect((await bootstrap(driver)).payments.map(({ id }: { id: string }) => id)).toContain(missing.entity_id);
  expect((await bootstrap(clerk)).payments).toEqual([]);
  // The depot's hub has it all as well: for its phones' snapshots, without the line too, and for its clerk's screen.
  const shown = await eventually(
    () => onScreen(`tours?day=${today}`),
    ({ items }) => items.some(({ state }: { state: string }) => state === 'SETTLED'),
    'the hub has heard that the tour is settled',
  );
  expect(shown.items).toContainEqual({ ...settled, driver_name: expect.any(String) });
  expect(shown.products.map(({ id }: { id: number }) => id)).toContain(product.id);
  await cutOff(world);
  expect((await bootstrap(driver, world.hubUrl)).tours).toContainEqual(settled);
  expect((await bootstrap(driver, world.hubUrl)).payments.map(({ id }: { id: string }) => id)).toContain(
    missing.entity_id,
  );
  world.wan.reconnect();
});

test('[TOUR-7] what comes behind the settlement applies, changes nothing of it, and is alerted once', async () => {
  const before = await tour();
  const late = [paid(44), loading(3), counted({ cash_counted: 1 })] as const;
  expect(await push(driver, late[0])).toEqual([]);
  expect(await push(clerk, late[1], late[2])).toEqual([]);
  expect(await push(driver, late[0], signed(late[2]))).toEqual([]);
  expect(await tour()).toEqual(before);
  const { body } = await hq('GET', 'alerts?kind=AFTER_SETTLEMENT');
  const about = body.items.map(({ event_id }: { event_id: string }) => event_id);
  expect(about).toHaveLength(4);
  expect(about).toEqual(expect.arrayContaining(late.map(({ id }) => id)));
});

test('[TOUR-2] a signature of somebody else, or under something else, is refused and told', async () => {
  const other = await signIn(world.serverUrl, 'driver2.alger');
  const count = counted({ cash_counted: 5 }, other);
  await push(clerk, count);
  const forged = ofTour(driver, 'TOUR_CONFIRMED', { confirms: count.id, checksum: count.checksum }, other);
  expect(await push(driver, forged)).toEqual(['FORBIDDEN_ACTION']);
  expect(await push(other, signed({ ...count, checksum: 'f'.repeat(64) }, other))).toEqual(['FORBIDDEN_ACTION']);
  expect((await tour(other)).state).toBe('COUNTED');
});

test('[TOUR-7] [TOUR-9] HQ lists the tours of a depot and a day, and settles one that waits, with its reason', async () => {
  const other = await signIn(world.serverUrl, 'driver2.alger');
  const { id } = await tour(other);
  const depot = other.session.user.depot_id;
  const { body } = await hq('GET', `tours?depot_id=${depot}&day=${today}`);
  expect(body.items.map((one: { id: string }) => one.id)).toEqual([idOf(driver), id].sort().reverse());
  expect((await hq('GET', `tours?depot_id=${depot}&day=${today}&state=SETTLED`)).body.items).toMatchObject([
    { id: idOf(driver) },
  ]);
  expect((await hq('POST', `tours/${id}/settle`, {})).status).toBe(400);
  expect((await hq('POST', `tours/${id}/settle`, { reason: 'x' }, clerk)).status).toBe(403);
  const settled = await hq('POST', `tours/${id}/settle`, { reason: 'Téléphone perdu' });
  expect(settled.body).toMatchObject({
    state: 'SETTLED',
    settle_reason: 'Téléphone perdu',
    settled_by: admin.session.user.id,
  });
  expect(await tour(other)).toEqual(settled.body);
  expect((await hq('POST', `tours/${id}/settle`, { reason: 'encore' })).status).toBe(409);
  expect((await hq('POST', 'tours/77.2026-01-01/settle', { reason: 'x' })).status).toBe(404);
  expect((await hq('GET', `acts?what=TOUR_SETTLED`)).body.items).toMatchObject([
    { entity_id: id, reason: 'Téléphone perdu' },
  ]);
});
