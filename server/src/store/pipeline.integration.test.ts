import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Database, inTransaction, openDatabase, sqlState } from './database.ts';
import { pipelined } from './pipelined.ts';

let made: TestDatabase;
let database: Database;
beforeAll(async () => {
  made = await createTestDatabase();
  database = openDatabase(made.url);
  await database.query('CREATE TABLE kept (n integer PRIMARY KEY)');
});
afterAll(async () => {
  await database?.end();
  await made?.drop();
});

const kept = async (): Promise<number[]> =>
  (await database.query('SELECT n FROM kept ORDER BY n')).rows.map(({ n }) => n);

test('[NODE-15] statements begun together run in their order, each with its own answer', async () => {
  const seen = await inTransaction(database, async (tx) => {
    const [, first, , second] = await pipelined(
      tx.query('INSERT INTO kept VALUES (1)'),
      tx.query('SELECT count(*)::integer AS n FROM kept'),
      tx.query('INSERT INTO kept VALUES (2)'),
      tx.query('SELECT count(*)::integer AS n FROM kept'),
    );
    return [first.rows[0].n, second.rows[0].n];
  });
  expect(seen).toEqual([1, 2]);
  expect(await kept()).toEqual([1, 2]);
});

test('[NODE-15] where one fails, its cause is told, whatever else was under way has ended, and nothing is kept', async () => {
  let went = 0;
  const slow = async (tx: { query(text: string): Promise<unknown> }) => {
    await tx.query('SELECT pg_sleep(0.05)');
    went += 1;
    await tx.query('INSERT INTO kept VALUES (4)');
    went += 1;
  };
  const failure = await inTransaction(database, (tx) =>
    pipelined(
      tx.query('INSERT INTO kept VALUES (3)'),
      slow(tx),
      tx.query('INSERT INTO kept VALUES (1)'),
      tx.query('INSERT INTO kept VALUES (5)'),
    ),
  ).catch((error) => error);
  expect(sqlState(failure)).toBe('23505');
  expect(went).toBe(1);
  expect(await kept()).toEqual([1, 2]);

  // An error of our own, with work under way on the same connection.
  const bug = new Error('a bug');
  await expect(inTransaction(database, (tx) => pipelined(slow(tx), Promise.reject(bug)))).rejects.toBe(bug);
  expect(went).toBe(3);
  expect(await kept()).toEqual([1, 2]);
});
