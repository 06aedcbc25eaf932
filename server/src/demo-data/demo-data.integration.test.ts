import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Delivery, Lot, Product } from '#shared/contract/entities.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { seedDemoData } from './seed.ts';

const clock = turnedClock('2026-11-22T23:30:00.000Z');
const TODAY = '2026-11-23';
let database: TestDatabase;
let server: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock, { demo: true });
  admin = (await server.signIn('admin', 'manchengo-demo')).body.access_token;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

async function all<T>(list: string): Promise<T[]> {
  const { body } = await server.call('GET', `/api/admin/${list}${list.includes('?') ? '&' : '?'}limit=200`, {
    token: admin,
  });
  return body.items;
}

test('[DEMO-1] the demo has its depots, users, products, clients and lots, and everybody can sign in', async () => {
  expect((await all<{ code: string }>('depots')).map(({ code }) => code)).toEqual(['ALG', 'ORN']);
  const usernames = ['admin', 'clerk.alger', 'driver1.alger', 'driver2.alger', 'seller1.alger', 'driver1.oran'];
  expect((await all<{ username: string }>('users')).map(({ username }) => username)).toEqual(usernames);
  for (const username of usernames) expect((await server.signIn(username, 'manchengo-demo')).status).toBe(200);
  const products = await all<Product>('products');
  expect(products).toHaveLength(40);
  expect(new Set(products.map(({ name }) => name)).size).toBe(40);
  const clients = await all<{ name: string }>('clients');
  expect(clients).toHaveLength(60);
  expect(new Set(clients.map(({ name }) => name)).size).toBe(60);
  for (const depot of [1, 2]) {
    const lots = await all<Lot>(`lots?depot_id=${depot}`);
    const counts = products.map(({ id }) => lots.filter(({ product_id }) => product_id === id).length);
    expect(counts.every((count) => count === 2 || count === 3)).toBe(true);
  }
});

test('[DEMO-7] products have Arabic names, categories and tracked lots, clients what a driver has to know, and the company its identities', async () => {
  const products = await all<Product>('products');
  expect(products.filter(({ name_ar }) => name_ar).length).toBeGreaterThan(15);
  expect(products.filter(({ lot_tracked }) => lot_tracked).map(({ category }) => category)).toEqual(
    Array.from({ length: 5 }, () => 'Fromages frais'),
  );
  const clients = await all<Client>('clients');
  expect(new Set(clients.map(({ kind }) => kind))).toEqual(new Set(['SHOP', 'FAST_FOOD', 'WHOLESALER', 'PUBLIC']));
  expect(clients.find(({ name }) => name === 'Grossiste Mitidja Froid')).toMatchObject({
    nif: expect.stringMatching(/^\d{15}$/),
    note: expect.stringContaining('Quai'),
    opening_hours: expect.any(String),
    proof: { signature: true },
    credit_limit: 500_000_00,
  });
  expect((await server.call('GET', '/api/admin/company', { token: admin })).body).toMatchObject({
    name: 'Fromagerie Manchengo',
    nif: expect.stringMatching(/^\d{15}$/),
  });
});

test('[DEMO-2] thirty deliveries are planned for today in Algiers, each to another shop', async () => {
  const deliveries = await all<Delivery>(`deliveries?planned_for=${TODAY}`);
  expect(deliveries).toHaveLength(30);
  expect(new Set(deliveries.map(({ client_id }) => client_id)).size).toBe(30);
  expect(deliveries.every(({ status }) => status === 'PENDING')).toBe(true);
  const drivers = deliveries.map(({ driver_user_id }) => driver_user_id);
  expect([3, 4, 6].map((driver) => drivers.filter((id) => id === driver).length)).toEqual([12, 12, 6]);
});

test('[DEMO-3] stock suffices for the day, and is the sum of its lots', async () => {
  const lots = [...(await all<Lot>('lots?depot_id=1')), ...(await all<Lot>('lots?depot_id=2'))];
  const deliveries = await all<Delivery>('deliveries');
  for (const level of await all<{ depot_id: number; product_id: number; quantity: number }>('stock')) {
    const here = lots.filter((lot) => lot.depot_id === level.depot_id && lot.product_id === level.product_id);
    expect(here.reduce((sum, lot) => sum + lot.remaining_quantity, 0)).toBe(level.quantity);
    const ordered = deliveries
      .filter(({ depot_id }) => depot_id === level.depot_id)
      .flatMap(({ lines }) => lines.filter(({ product_id }) => product_id === level.product_id))
      .reduce((sum, { quantity }) => sum + quantity, 0);
    expect(level.quantity).toBeGreaterThanOrEqual(ordered);
  }
});

test('[DEMO-4] the same day planted twice is planted once; a new day gets thirty deliveries of its own', async () => {
  expect(await seedDemoData(server.deps)).toEqual({ ok: true, value: null });
  expect(await all('deliveries')).toHaveLength(30);
  clock.turn(24 * 3600 * 1000);
  expect(await Promise.all([seedDemoData(server.deps), seedDemoData(server.deps)])).toMatchObject([
    { ok: true },
    { ok: true },
  ]);
  admin = (await server.signIn('admin', 'manchengo-demo')).body.access_token;
  expect(await all('deliveries')).toHaveLength(60);
  expect(await all('deliveries?planned_for=2026-11-24')).toHaveLength(30);
  expect(await all('clients')).toHaveLength(60);
});

test('[DEMO-5] two demos of one day differ in ids and keys only', async () => {
  const other = await createTestDatabase();
  const twin = await openTestServer(other.url, turnedClock('2026-11-22T23:30:00.000Z'), { demo: true });
  const story = async ({ deps }: TestServer) => {
    const { rows } = await deps.database.query(
      `SELECT dl.reference, c.name, c.phone, dl.lines, dl.total_ttc FROM deliveries dl JOIN clients c ON c.id = dl.client_id
       WHERE dl.planned_for = $1 ORDER BY dl.reference`,
      [TODAY],
    );
    return rows;
  };
  expect(await story(twin)).toEqual(await story(server));
  await twin.close();
  await other.drop();
});

test('[DEMO-6] demo data are refused on a database that holds anything else, which stays as it is', async () => {
  const real = await createTestDatabase();
  const plain = await openTestServer(real.url, clock);
  await plain.addUsers({ username: 'boss', name: 'Boss', role: 'admin', password: 'a real secret' });
  expect(await seedDemoData(plain.deps)).toEqual({
    ok: false,
    error: expect.stringMatching(/MANCHENGO_DEMO=1 is refused/),
  });
  expect((await plain.deps.database.query('SELECT count(*) AS n FROM products')).rows[0].n).toBe(0);
  await plain.close();
  await real.drop();
});
