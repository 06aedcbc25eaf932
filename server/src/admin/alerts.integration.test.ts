import { afterAll, beforeAll, expect, test } from 'vitest';
import { SIGNAL_KINDS } from '#shared/domain/signals/signal.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Answer, newDevice, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';

const PASSWORD = 'manchengo-test';
const ABSENT = '00000000-0000-7000-8000-000000000000';
const clock = turnedClock('2026-12-31T10:00:00.000Z');
let database: TestDatabase;
let server: TestServer;
let tokens: Record<'admin' | 'clerk' | 'driver', string>;
let [alger, oran, karim, samir, omar] = [0, 0, 0, 0, 0];
const karimsPhone = newDevice();

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
  await server.addUsers({ username: 'admin', name: 'Amel', role: 'admin', password: PASSWORD });
  const admin = (await server.signIn('admin', PASSWORD)).body.access_token;
  const create = async (path: string, body: unknown) =>
    (await server.call('POST', `/api/admin/${path}`, { token: admin, body })).body.id;
  alger = await create('depots', { code: 'ALG', name: 'Alger' });
  oran = await create('depots', { code: 'ORN', name: 'Oran' });
  const user = (username: string, name: string, role: string, depot_id: number) =>
    create('users', { username, name, role, depot_id, password: PASSWORD });
  karim = await user('karim', 'Karim', 'driver', alger);
  samir = await user('samir', 'Samir', 'driver', alger);
  omar = await user('omar', 'Omar', 'driver', oran);
  await user('clerk', 'Nadia', 'clerk', alger);
  const clerk = (await server.signIn('clerk', PASSWORD)).body.access_token;
  const driver = (await server.signIn('karim', PASSWORD, karimsPhone)).body.access_token;
  tokens = { admin, clerk, driver };
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

/** An alert as the server keeps it, about a person or about a device. */
async function raise(kind: string, depotId: number | null, about: { user_id?: number; device_id?: string }) {
  const id = server.deps.ids.uuid();
  await server.deps.database.query(
    `INSERT INTO alerts (id, kind, depot_id, user_id, device_id, details, created_at)
     VALUES ($1, $2, $3, $4, $5, '{"seq": 1}', $6)`,
    [id, kind, depotId, about.user_id ?? null, about.device_id ?? null, new Date(clock.now()).toISOString()],
  );
  return id;
}
const get = (path: string, token = tokens.admin): Promise<Answer> =>
  server.call('GET', `/api/admin/${path}`, { token });
const see = (id: string, token = tokens.admin): Promise<Answer> =>
  server.call('POST', `/api/admin/alerts/${id}/seen`, { token, body: {} });
const idsOf = ({ body }: Answer) => body.items.map(({ id }: { id: string }) => id);

test('[FRAUD-21] who has seen an alert first, and when, is noted once and stays', async () => {
  const id = await raise('TOO_FAST', alger, { user_id: karim });
  expect(idsOf(await get('alerts?seen=false'))).toContain(id);
  const at = new Date(clock.now()).toISOString();
  const seen = await see(id);
  expect(seen).toMatchObject({
    status: 200,
    body: { id, kind: 'TOO_FAST', user_name: 'Karim', details: { seq: 1 }, seen_by_name: 'Amel', seen_at: at },
  });
  clock.turn(60_000);
  expect((await see(id, tokens.clerk)).body).toEqual(seen.body);
  expect((await get(`alerts/${id}`)).body).toEqual(seen.body);
  expect(idsOf(await get('alerts?seen=false'))).not.toContain(id);
  expect(idsOf(await get('alerts?seen=true'))).toContain(id);
});

test('[FRAUD-21] of several who look at once, one is noted and all are told the same', async () => {
  const id = await raise('WRONG_CODE', alger, { user_id: karim });
  const answers = await Promise.all(
    [tokens.admin, tokens.clerk, tokens.admin, tokens.clerk].map((who) => see(id, who)),
  );
  const [first] = answers;
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: first?.body });
});

test('[FRAUD-21] a clerk says so for its own depot only, and nobody of the yard at all', async () => {
  const [own, other, ofNone] = [
    await raise('TOO_FAST', alger, { user_id: samir }),
    await raise('TOO_FAST', oran, { user_id: omar }),
    await raise('JOURNAL_FORK', null, { user_id: omar }),
  ];
  expect(await see(own, tokens.driver)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  for (const id of [other, ofNone, ABSENT]) expect((await see(id, tokens.clerk)).status).toBe(404);
  expect((await see(ABSENT)).status).toBe(404);
  expect((await see('none')).status).toBe(400);
  for (const id of [own, other, ofNone]) expect((await get(`alerts/${id}`)).body.seen_at).toBeNull();
  expect(await see(own, tokens.clerk)).toMatchObject({ status: 200, body: { seen_by_name: 'Nadia' } });
  for (const id of [other, ofNone]) expect((await see(id)).body.seen_by_name).toBe('Amel');
});

test('[FRAUD-22] unseen signals are counted by person, the most first, within what one may see', async () => {
  await server.deps.database.query('DELETE FROM alerts');
  for (const kind of SIGNAL_KINDS) await raise(kind, alger, { user_id: samir });
  await raise('FAR_FROM_CLIENT', alger, { device_id: karimsPhone.id });
  const seen = await raise('TOO_FAST', alger, { device_id: karimsPhone.id });
  const elsewhere = await raise('TOO_FAST', oran, { user_id: omar });
  for (const kind of [
    'STOCK_SHORTFALL',
    'CLOCK_DRIFT',
    'WAITING_LONG',
    'CORRECTION_REQUESTED',
    'RESET_CODE',
    'DEVICE_CODE',
  ]) {
    await raise(kind, alger, { user_id: karim });
  }
  const newest_at = new Date(clock.now()).toISOString();
  await see(seen);
  const ofAlger = [
    { user_id: samir, user_name: 'Samir', unseen: SIGNAL_KINDS.length, newest_at },
    { user_id: karim, user_name: 'Karim', unseen: 1, newest_at },
  ];
  const ofOran = [{ user_id: omar, user_name: 'Omar', unseen: 1, newest_at }];
  expect((await get('alerts-by-user')).body).toEqual({ items: [...ofAlger, ...ofOran] });
  expect((await get(`alerts-by-user?depot_id=${oran}`)).body).toEqual({ items: ofOran });
  expect((await get('alerts-by-user', tokens.clerk)).body).toEqual({ items: ofAlger });
  expect((await get(`alerts-by-user?depot_id=${oran}`, tokens.clerk)).status).toBe(403);
  await see(elsewhere);
  expect((await get('alerts-by-user')).body).toEqual({ items: ofAlger });
});
