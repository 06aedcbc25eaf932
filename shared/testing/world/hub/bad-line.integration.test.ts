import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World, whileItMoves } from '../start-world.ts';

/** A line that is worse than cut. */
let database: TestDatabase;
let world: World;
let driver: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.hubUrl, 'driver1.alger');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

/** Hands in so many entries, which the hub takes at once whatever its line is like. */
async function handIn(count: number): Promise<string[]> {
  const from = performance.now();
  const say = () => driver.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  const events = Array.from({ length: count }, say);
  const body = driver.device.pushBody(events);
  const answer = await call(world.hubUrl, 'POST', '/api/sync/push', { authorization: driver.authorization, body });
  expect(answer.body).toMatchObject({ success: true, custody: 'hub' });
  expect(performance.now() - from).toBeLessThan(5_000);
  return events.map(({ id }) => id);
}

/** How many of these HQ has; each at most once, since an id is unique there. */
async function atHq(ids: string[]): Promise<number> {
  const { rows } = await world.database.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM events WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return rows[0]?.n ?? 0;
}

const waiting = () => world.hub.uplink.status().backlog;

test('[ENG-8] [HUB-30] over a slow line a queue leaves, and nobody calls it cut', async () => {
  world.wan.slowTo(20_000);
  const ids = await handIn(300);
  const seen = new Set<string>();
  await whileItMoves(
    () => {
      seen.add(world.hub.uplink.wan.state);
      return atHq(ids);
    },
    ids.length,
    'a slow line',
  );
  expect([...seen]).toEqual(['ANSWERS']);
  world.wan.reconnect();
  await eventually(waiting, (count) => count === 0, 'the hub knows it');
});
