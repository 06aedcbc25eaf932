import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { testIds } from '../test-device.ts';
import { call, eventually, signIn, startWorld, type World } from './start-world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const deliveriesOf = async (authorization: string, driverId: number) =>
  (
    await call(world.serverUrl, 'GET', `/api/admin/deliveries?driver_user_id=${driverId}&status=PENDING`, {
      authorization,
    })
  ).body.items;

test('a delivery recorded while the WAN is cut reaches the stock at HQ, and its verdict the phone', async () => {
  const admin = await signIn(world.serverUrl, 'admin');
  const driver = await signIn(world.hubUrl, 'driver1.alger');
  const [delivery] = await deliveriesOf(admin.authorization, driver.session.user.id);
  const line = delivery.lines[0];
  const stock = async () =>
    (
      await world.database.query('SELECT quantity FROM stock_levels WHERE depot_id = $1 AND product_id = $2', [
        delivery.depot_id,
        line.product_id,
      ])
    ).rows[0].quantity;
  const before = await stock();

  world.wan.cut();
  const event = driver.device.say({
    entity_type: 'DELIVERY',
    entity_id: delivery.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: delivery.qr_payload, validated_at: new Date().toISOString() },
  });
  const pushed = await call(world.hubUrl, 'POST', '/api/sync/push', {
    authorization: driver.authorization,
    body: driver.device.pushBody([event]),
  });
  expect(pushed.body).toMatchObject({ success: true, acked_event_ids: [event.id], failed_events: [], custody: 'hub' });
  expect(await stock()).toBe(before);

  world.wan.reconnect();
  await eventually(stock, (quantity) => quantity === before - line.quantity, 'the stock moves');
  const pulled = await eventually(
    () =>
      call(world.hubUrl, 'GET', '/api/sync/pull?since=1970-01-01T00:00:00Z&limit=500', {
        authorization: driver.authorization,
      }),
    ({ status, body }) => status === 410 || body.events?.some((e: { action: string }) => e.action === 'EVENT_APPLIED'),
    'the phone is told',
  );
  expect([200, 410]).toContain(pulled.status);
});

test('an invoice gets its reference', async () => {
  const seller = await signIn(world.serverUrl, 'seller1.alger');
  const scope = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: seller.authorization });
  const { clients, products } = scope.body.entities;
  const lines = [
    { product_id: products[0].id, quantity: 2, unit_price_ht: products[0].price_ht, tva_rate: products[0].tva_rate },
  ];
  const event = seller.device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id: clients[0].id,
      lines,
      total_ht: 1,
      total_tva: 1,
      stamp_duty: 0,
      total_ttc: 2,
      payment: 'CREDIT',
      handed_over: true,
    },
  });
  const pushed = await call(world.serverUrl, 'POST', '/api/sync/push', {
    authorization: seller.authorization,
    body: seller.device.pushBody([event]),
  });
  expect(pushed.body).toMatchObject({ success: true, custody: 'server' });
  const pulled = await call(world.serverUrl, 'GET', `/api/sync/pull?since=${scope.body.next_since}`, {
    authorization: seller.authorization,
  });
  expect(pulled.body.events.map((e: { action: string }) => e.action).sort()).toEqual([
    'CLIENT_UPSERTED',
    'EVENT_APPLIED',
    'INVOICE_REF_ASSIGNED',
    'STOCK_LEVEL_CHANGED',
  ]);
  expect(pulled.body.checkpoint).toMatch(/^ey/);
});
