import { afterAll, beforeAll, expect, test } from 'vitest';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { type Answer, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';

const PASSWORD = 'manchengo-test';
const NOW = '2026-11-22T10:00:00.000Z';
const clock = turnedClock(NOW);
let database: TestDatabase;
let server: TestServer;
let admin: string;
let depot: number;
let driver: number;
let client: string;
let device: TestDevice;
let token: string;
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
  await server.addUsers({ username: 'admin', name: 'Admin', role: 'admin', password: PASSWORD });
  admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  depot = (await post('depots', { code: 'ALG', name: 'Alger' })).body.id;
  const person = { username: 'driver', name: 'Karim', role: 'driver', depot_id: depot, password: PASSWORD };
  driver = (await post('users', person)).body.id;
  client = (await post('clients', { name: 'Épicerie Nour', depot_ids: [depot] })).body.id;
  device = new TestDevice(driver);
  token = (await server.signIn('driver', PASSWORD, device)).body.access_token;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const get = (path: string): Promise<Answer> => server.call('GET', `/api/admin/${path}`, { token: admin });
const post = (path: string, body?: unknown): Promise<Answer> =>
  server.call('POST', `/api/admin/${path}`, { token: admin, body });

async function newProduct(): Promise<number> {
  serial += 1;
  const product = { code: `P${serial}`, name: `Camembert ${serial}`, unit: 'pièce', price_ht: 10_000, tva_rate: 19 };
  return (await post('products', product)).body.id;
}
const lineOf = (product_id: number, quantity: number) => ({
  product_id,
  quantity,
  unit_price_ht: 10_000,
  tva_rate: 19,
});
async function newDelivery(product_id: number, quantity: number) {
  const lines = [lineOf(product_id, quantity)];
  const planned = { depot_id: depot, driver_user_id: driver, client_id: client, planned_for: '2026-11-22', lines };
  return (await post('deliveries', planned)).body;
}
async function receive(product_id: number, quantity: number, more: object = {}): Promise<Answer> {
  serial += 1;
  const dates = { produced_at: '2026-11-01', expires_at: '2027-01-01' };
  return await post('lots', { depot_id: depot, product_id, lot_number: `L${serial}`, quantity, ...dates, ...more });
}

async function push(...events: object[]): Promise<Answer> {
  const body = { device_id: device.id, batch_id: crypto.randomUUID(), sent_at: NOW, events };
  return await server.call('POST', '/api/sync/push', { token, body });
}
const deliver = (delivery: { id: string; qr_payload: string }) =>
  push(
    device.say({
      entity_type: 'DELIVERY',
      entity_id: delivery.id,
      action: 'DELIVERY_VALIDATED',
      occurred_at: NOW,
      payload: { qr_scanned: delivery.qr_payload, validated_at: NOW },
    }),
  );
const invoice = (product_id: number, quantity: number, more: object = {}) => {
  const lines = [{ ...lineOf(product_id, quantity), ...more }];
  return device.say({
    entity_type: 'INVOICE',
    entity_id: crypto.randomUUID(),
    action: 'INVOICE_CREATED',
    occurred_at: NOW,
    payload: { client_id: client, lines, ...totalsOf(lines, 'CREDIT'), payment: 'CREDIT', ...more },
  });
};

const level = async (product: number) =>
  (await get(`stock?depot_id=${depot}&product_id=${product}`)).body.items[0].quantity;
const lotsOf = async (product: number) =>
  (await get(`lots?depot_id=${depot}&product_id=${product}`)).body.items as {
    lot_number: string;
    remaining_quantity: number;
  }[];
const alertsOf = async (event: { id: string }): Promise<string[]> =>
  (await get('alerts?limit=500')).body.items
    .filter((alert: { event_id: string }) => alert.event_id === event.id)
    .map(({ kind }: { kind: string }) => kind);

test('[STK-5] short by 3, 10 received, 9 delivered: the level is −2, HQ is told, and the sum is that of the lots', async () => {
  const product = await newProduct();
  await deliver(await newDelivery(product, 3));
  expect(await level(product)).toBe(-3);
  expect((await receive(product, 10)).body).toMatchObject({ received_quantity: 10, remaining_quantity: 7 });
  expect(await level(product)).toBe(7);
  expect((await lotsOf(product)).find(({ lot_number }) => lot_number === 'MANQUANT')?.remaining_quantity).toBe(0);

  await deliver(await newDelivery(product, 9));
  expect(await level(product)).toBe(-2);
  const lots = await lotsOf(product);
  expect(lots.reduce((sum, lot) => sum + lot.remaining_quantity, 0)).toBe(-2);
  const { items } = (await get('alerts?limit=500')).body;
  const told = items.filter(
    (alert: { kind: string; details: { product_id?: number } }) =>
      alert.kind === 'STOCK_SHORTFALL' && alert.details.product_id === product,
  );
  expect(told.map(({ details }: { details: { shortfall: number } }) => details.shortfall).sort()).toEqual([2, 3]);
});

test('[STK-5] no received lot takes the name of the shortfall', async () => {
  const refused = await receive(await newProduct(), 5, { lot_number: ' Manquant' });
  expect(refused.status).toBe(400);
  expect(refused.body.detail).toMatch(/MANQUANT/);
});

test('[STK-4] goods that had expired stay behind while others are there, and HQ hears of both', async () => {
  const product = await newProduct();
  await receive(product, 5, { lot_number: 'OLD', produced_at: '2026-09-01', expires_at: '2026-11-21' });
  await receive(product, 4, { lot_number: 'NEW' });
  await deliver(await newDelivery(product, 4));
  const left = async () => (await lotsOf(product)).map((lot) => `${lot.lot_number} ${lot.remaining_quantity}`).sort();
  expect(await left()).toEqual(['NEW 0', 'OLD 5']);
  await deliver(await newDelivery(product, 2));
  expect(await left()).toEqual(['NEW 0', 'OLD 3']);
  const { items } = (await get('alerts?limit=500')).body;
  const kinds = items.filter((alert: { details: { lot_number?: string } }) => alert.details.lot_number === 'OLD');
  expect(kinds.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['EXPIRED_LOT_IN_STOCK', 'EXPIRED_LOT_TAKEN']);
});

test('[INV-9] an invoiced delivery is not cancelled before its credit note', async () => {
  const product = await newProduct();
  const delivery = await newDelivery(product, 2);
  const event = invoice(product, 2, { delivery_id: delivery.id });
  expect((await push(event)).body.acked_event_ids).toEqual([event.id]);
  const refused = await post(`deliveries/${delivery.id}/cancel`);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toMatch(/FAC-ALG-2026-\d{6}.*credit note/);
  expect((await get(`deliveries/${delivery.id}`)).body.status).toBe('PENDING');
  expect(await alertsOf(event)).toEqual(['INVOICE_NOTE_DIFFERS']);
});

test('[INV-7] [INV-8] what was valid in the last 30 days stands, and no longer', async () => {
  const product = await newProduct();
  const formerUntil = async (until: string) =>
    await server.owner.query(
      'INSERT INTO product_terms (product_id, until, price_ht, tva_rate) VALUES ($1, $2, 20000, 9)',
      [product, until],
    );
  await formerUntil('2026-10-23T09:59:59.999Z');
  const late = invoice(product, 1, { unit_price_ht: 20_000, tva_rate: 9 });
  await push(late);
  expect((await alertsOf(late)).sort()).toEqual(['PRICE_DIFFERS', 'TOTALS_DIFFER']);
  await formerUntil('2026-10-23T10:00:00.001Z');
  const inTime = invoice(product, 1, { unit_price_ht: 20_000, tva_rate: 9 });
  await push(inTime);
  expect(await alertsOf(inTime)).toEqual([]);
});
