import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { createLots, createProducts } from './create-goods.ts';
import { createDepots, createUsers } from './create-people.ts';
import { type CreateAll, createRows } from './rows.ts';

const ROWS = 100;
const ROUNDS = 4;
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, turnedClock('2026-11-22T10:00:00.000Z'));
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const deadlocks = async (): Promise<number> =>
  (await server.owner.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()')).rows[0]
    .deadlocks;

/** The same rows by two at once, in opposite orders, again and again: each time one makes them, the other is told. */
async function twice<Input>(create: CreateAll<Input, unknown>, row: (name: string) => Input, rows = ROWS) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const inputs = Array.from({ length: rows }, (_, n) => row(`R${round}-${String(n).padStart(3, '0')}`));
    const ends = await Promise.all([inputs, inputs.toReversed()].map((list) => createRows(server.deps, create, list)));
    expect(ends.map(({ ok }) => ok).sort()).toEqual([false, true]);
  }
}

test('[RACE-1] two that make the same depots, products, lots or users in opposite orders wait in one order', async () => {
  const before = await deadlocks();
  await twice(createDepots, (code) => ({ code, name: code }));
  await twice(createProducts, (code) => ({ code, name: code, unit: 'kg', price_ht: 100, tva_rate: 19 }));
  const { rows } = await server.owner.query(
    'SELECT (SELECT min(id) FROM depots) AS depot_id, (SELECT min(id) FROM products) AS product_id',
  );
  const lot = { ...rows[0], produced_at: '2026-11-20', expires_at: '2026-12-20', quantity: 1 };
  await twice(createLots, (lot_number) => ({ ...lot, lot_number }));
  // Their passwords are hashed, which is dear.
  const person = { name: 'A', role: 'driver' as const, depot_id: rows[0].depot_id, password: 'manchengo-test' };
  await twice(createUsers, (username) => ({ ...person, username: username.toLowerCase() }), 3);
  expect(await deadlocks()).toBe(before);
});

test('[RACE-1] whatever the order of the keys, rows are numbered as they were given', async () => {
  const made = await createRows(
    server.deps,
    createDepots,
    ['ZZ', 'AA', 'MM'].map((code) => ({ code, name: code })),
  );
  expect(made.ok && made.value.map(({ code }) => code)).toEqual(['ZZ', 'AA', 'MM']);
  const ids = made.ok ? made.value.map(({ id }) => id) : [];
  expect(ids.toSorted((a, b) => a - b)).toEqual(ids);
});
