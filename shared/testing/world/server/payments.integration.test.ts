import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let admin: SignedIn;
let driver: SignedIn;
let client: { id: string; balance: number };
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  driver = await signIn(world.serverUrl, 'driver1.alger');
  const { body } = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: driver.authorization });
  client = body.entities.clients[0];
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const hq = (method: 'GET' | 'POST', path: string, body?: unknown, who = admin) =>
  call(world.serverUrl, method, `/api/admin/${path}`, {
    authorization: who.authorization,
    ...(body ? { body } : {}),
  });
const balance = async (): Promise<number> => (await hq('GET', `clients/${client.id}`)).body.balance;
const collected = (amount: number) =>
  driver.device.say({
    entity_type: 'PAYMENT',
    entity_id: testIds.uuid(),
    action: 'PAYMENT_COLLECTED',
    payload: { client_id: client.id, amount, method: 'CASH', received_from: 'M. Amar' },
  });
const pushTo = (url: string, event: object) =>
  call(url, 'POST', '/api/sync/push', {
    authorization: driver.authorization,
    body: driver.device.pushBody([event]),
  });
const saidTo = async (url: string, since: string): Promise<ServerEvent[]> =>
  (await call(url, 'GET', `/api/sync/pull?since=${since}&device_id=${driver.device.id}&limit=500`, driver)).body.events;
const cursor = async (): Promise<string> =>
  (await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: driver.authorization })).body.next_since;

test('[PAY-3] a payment comes to HQ over a hub that does not know what it is, and back to its author', async () => {
  const since = await cursor();
  const event = collected(12_300);
  expect((await pushTo(world.hubUrl, event)).body).toMatchObject({ acked_event_ids: [event.id], custody: 'hub' });
  const listed = () => hq('GET', `payments/${event.entity_id}`);
  const { body } = await eventually(listed, ({ status }) => status === 200, 'HQ has the payment');
  expect(body).toMatchObject({
    ...{ client_id: client.id, amount: 12_300, method: 'CASH', received_from: 'M. Amar', cancelled_at: null },
    ...{ delivery_id: null, invoice_id: null, user_id: driver.session.user.id, cheque: null },
  });
  expect((await hq('GET', `payments?client_id=${client.id}`)).body.items).toContainEqual(body);
  expect(await balance()).toBe(client.balance - 12_300);
  for (const url of [world.serverUrl, world.hubUrl]) {
    const told = await eventually(
      () => saidTo(url, since),
      (events) => events.some(({ action }) => action === 'PAYMENT_UPSERTED'),
      'the author is told',
    );
    expect(told.find(({ action }) => action === 'PAYMENT_UPSERTED')?.payload).toEqual(body);
    expect(told.find(({ action }) => action === 'CLIENT_UPSERTED')?.payload).toMatchObject({
      id: client.id,
      balance: client.balance - 12_300,
    });
  }
});

test('[PAY-3] HQ cancels a payment once, with a reason, and its author is told', async () => {
  const event = collected(700);
  await pushTo(world.serverUrl, event);
  const before = await balance();
  const since = await cursor();
  expect((await hq('POST', `payments/${event.entity_id}/cancel`, {})).status).toBe(400);
  const cancel = () => hq('POST', `payments/${event.entity_id}/cancel`, { reason: 'Chèque sans provision' });
  const [first, again] = [await cancel(), await cancel()];
  expect(first.body).toMatchObject({ id: event.entity_id, cancel_reason: 'Chèque sans provision' });
  expect(again.body).toEqual(first.body);
  expect(await balance()).toBe(before + 700);
  const told = await saidTo(world.serverUrl, since);
  expect(told.map(({ action }) => action)).toEqual(['PAYMENT_UPSERTED', 'CLIENT_UPSERTED']);
  expect((await hq('POST', `payments/${testIds.uuid()}/cancel`, { reason: 'x' })).status).toBe(404);
});

test('[PAY-3] HQ enters what came to it, a transfer too, and no clerk does', async () => {
  const before = await balance();
  const transfer = { client_id: client.id, amount: 4_000, method: 'TRANSFER' };
  const made = await hq('POST', 'payments', transfer);
  expect(made).toMatchObject({ status: 201, body: { ...transfer, user_id: admin.session.user.id, depot_id: 1 } });
  expect(await balance()).toBe(before - 4_000);
  expect((await hq('POST', 'payments', { ...transfer, client_id: testIds.uuid() })).status).toBe(404);
  expect((await hq('POST', 'payments', { ...transfer, invoice_id: testIds.uuid() })).status).toBe(404);
  const others = await world.database.query<{ id: string }>('SELECT id FROM deliveries WHERE client_id <> $1 LIMIT 1', [
    client.id,
  ]);
  expect((await hq('POST', 'payments', { ...transfer, delivery_id: others.rows[0]?.id })).status).toBe(409);
  const clerk = await signIn(world.serverUrl, 'clerk.alger');
  expect((await hq('POST', 'payments', transfer, clerk)).status).toBe(403);
  expect((await hq('GET', 'payments', undefined, clerk)).status).toBe(200);
  expect(await balance()).toBe(before - 4_000);
});
