import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World, whileItMoves } from '../start-world.ts';

/** A line that is worse than cut. */
const DINAR = 100;
const AT_ONCE_MS = 15_000;

let database: TestDatabase;
let world: World;
let driver: SignedIn;
let client: { id: string; balance: number };
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.hubUrl, 'driver1.alger');
  const { body } = await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: driver.authorization });
  client = body.entities.clients[0];
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const seen = () => driver.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
/** A dinar, which would show at its client if it were booked twice. */
const collected = () =>
  driver.device.say({
    entity_type: 'PAYMENT',
    entity_id: testIds.uuid(),
    action: 'PAYMENT_COLLECTED',
    payload: { client_id: client.id, amount: DINAR, method: 'CASH', received_from: 'M. Amar' },
  });

/** Hands in so many entries, once, which the hub takes at once whatever its line is like. */
async function handIn(count: number, say: () => { id: string }): Promise<string[]> {
  const from = performance.now();
  const events = Array.from({ length: count }, say);
  const body = driver.device.pushBody(events);
  const answer = await call(world.hubUrl, 'POST', '/api/sync/push', { authorization: driver.authorization, body });
  expect(answer.body).toMatchObject({ success: true, custody: 'hub' });
  expect(performance.now() - from).toBeLessThan(AT_ONCE_MS);
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

/** What this client has paid at HQ since this file began, in dinars. */
async function paid(): Promise<number> {
  const { rows } = await world.database.query<{ balance: number }>(
    'SELECT balance::integer AS balance FROM clients WHERE id = $1',
    [client.id],
  );
  return (client.balance - (rows[0]?.balance ?? 0)) / DINAR;
}

const waiting = () => world.hub.uplink.status().backlog;
const line = () => world.hub.uplink.wan.state;
async function drainsByItself(): Promise<void> {
  await whileItMoves(waiting, 0, 'the queue leaves by itself');
  await eventually(line, (state) => state === 'ANSWERS', 'the hub says that HQ answers');
}

test('[ENG-8] [HUB-30] over a slow line a queue leaves, and nobody calls it cut', async () => {
  world.wan.slowTo(20_000);
  const ids = await handIn(300, seen);
  const states = new Set<string>();
  await whileItMoves(
    () => {
      states.add(line());
      return atHq(ids);
    },
    ids.length,
    'a slow line',
  );
  expect([...states]).toEqual(['ANSWERS']);
  world.wan.reconnect();
  await drainsByItself();
});

test('[ENG-8] [HUB-30] [PUSH-10] a line is half-open: the hub says that it is cut, goes on taking, and all leaves once', async () => {
  world.wan.freeze();
  const ids = await handIn(20, collected);
  ids.push(...(await handIn(5, collected)));
  // A call that nobody answers is given up after the time that its size is owed.
  await eventually(line, (state) => state === 'CUT', 'the hub notices that nobody answers');
  expect(waiting()).toBe(ids.length);
  expect(await atHq(ids)).toBe(0);
  world.wan.reconnect();
  await drainsByItself();
  expect(await atHq(ids)).toBe(ids.length);
  expect(await paid()).toBe(ids.length);
});

test('[PUSH-3] [HUB-30] HQ takes what it is handed and its answer is lost, again and again: each event counts once', async () => {
  const before = await paid();
  world.wan.loseAnswers();
  const ids = await handIn(20, collected);
  await whileItMoves(() => atHq(ids), ids.length, 'HQ has them');
  const lost = world.wan.lostAnswers();
  const offered = () => {
    world.hub.uplink.kick();
    return world.wan.lostAnswers();
  };
  await eventually(offered, (count) => count > lost + 1, 'they are offered again');
  expect(line()).toBe('CUT');
  expect(waiting()).toBe(ids.length);
  world.wan.reconnect();
  await drainsByItself();
  expect(await atHq(ids)).toBe(ids.length);
  expect(await paid()).toBe(before + ids.length);
  const { rows } = await world.database.query(
    'SELECT status, count(*)::integer AS count FROM events WHERE id = ANY ($1::uuid[]) GROUP BY status',
    [ids],
  );
  expect(rows).toEqual([{ status: 'APPLIED', count: ids.length }]);
});
