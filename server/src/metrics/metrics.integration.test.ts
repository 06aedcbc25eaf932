import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Saying, TestDevice } from '#shared/testing/test-device.ts';
import { auditNightly } from '../store/sums/audit-sums.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';

const TOKEN = 'a-token-of-the-operator-of-this-server';
const PASSWORD = 'un mot de passe é';
const clock = turnedClock('2026-12-01T10:00:00.000Z');
const phone = new TestDevice(1);
let database: TestDatabase;
let server: TestServer;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock, { metricsToken: TOKEN });
  await server.owner.query(`INSERT INTO depots (id, code, name) VALUES (1, 'ALG', 'Alger')`);
  const [id = 0] = await server.addUsers({ username: 'd', name: 'D', role: 'driver', depot_id: 1, password: PASSWORD });
  phone.userId = id;
  token = (await server.signIn('d', PASSWORD, phone)).body.access_token;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const scrape = async (authorization = `Bearer ${TOKEN}`) =>
  server.app.inject({ url: '/metrics', headers: { authorization } });
/** The value of the series whose name and labels begin so; null where there is none. */
const seriesValue = (text: string, series: string): number | null => {
  const line = text.split('\n').find((one) => one.startsWith(series));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ') + 1));
};

test('[OPS-1] without the token nothing is told, and without the setting there is no such page', async () => {
  for (const authorization of ['', 'Bearer ', `Bearer ${TOKEN}x`, TOKEN]) {
    expect((await scrape(authorization)).statusCode).toBe(401);
  }
  const closed = await openTestServer(database.url, clock);
  expect((await closed.app.inject({ url: '/metrics' })).statusCode).toBe(404);
  await closed.close();
});

test('[OPS-1] what was pushed, what waits and what is unsent can be read, and goes when it is over', async () => {
  const at = new Date(clock.now()).toISOString();
  const say = (over: Pick<Saying, 'entity_type' | 'entity_id' | 'action'> & { payload?: Saying['payload'] }) =>
    phone.say({ payload: {}, occurred_at: at, ...over });
  const waits = say({
    entity_type: 'DELIVERY',
    entity_id: crypto.randomUUID(),
    action: 'DELIVERY_FAILED',
    payload: { reason: 'ABSENT' },
  });
  const seen = say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN' });
  const unsent = say({ entity_type: 'AUDIT', entity_id: 'b', action: 'SEEN' });
  const push = (...events: object[]) =>
    server.call('POST', '/api/sync/push', { token, body: phone.pushBody(events, { sent_at: at }) });
  expect((await push(waits, seen)).body.failed_events).toEqual([]);
  await server.call('GET', `/api/sync/pull?device_id=${phone.id}&made=3`, { token });
  clock.turn(90_000);

  const { body, headers } = await scrape();
  expect(headers['content-type']).toContain('text/plain');
  expect(seriesValue(body, 'manchengo_pushed_events_total{outcome="acked"}')).toBe(2);
  expect(seriesValue(body, 'manchengo_waiting_events')).toBe(1);
  expect(seriesValue(body, 'manchengo_waiting_oldest_seconds')).toBe(90);
  expect(seriesValue(body, `manchengo_device_unsent_events{device="${phone.id}",depot="ALG"}`)).toBe(1);
  const pushes = 'manchengo_request_seconds_count{method="POST",route="/api/sync/push",status="200"}';
  expect(seriesValue(body, pushes)).toBe(1);
  expect(seriesValue(body, 'manchengo_pool_connections{state="waited_for"}')).toBe(0);
  expect(seriesValue(body, 'nodejs_eventloop_lag_seconds')).not.toBeNull();

  await push(unsent);
  expect(seriesValue((await scrape()).body, 'manchengo_device_unsent_events')).toBeNull();
});

test('[OPS-1] a hub’s backlog and silence, and what nobody has looked at', async () => {
  const hub = crypto.randomUUID();
  await server.owner.query(
    `INSERT INTO hubs (id, depot_id, name, public_key, enrolled_at, last_seen_at, backlog)
     VALUES ($1, 1, 'H', '{}', now(), $2, 12)`,
    [hub, new Date(clock.now() - 30_000).toISOString()],
  );
  await server.owner.query(
    `INSERT INTO alerts (id, kind, depot_id, created_at) VALUES (gen_random_uuid(), 'STOCK_SHORTFALL', 1, now())`,
  );
  const { body } = await scrape();
  expect(seriesValue(body, `manchengo_hub_backlog_events{hub="${hub}",depot="ALG"}`)).toBe(12);
  expect(seriesValue(body, `manchengo_hub_silent_seconds{hub="${hub}",depot="ALG"}`)).toBe(30);
  expect(seriesValue(body, 'manchengo_unseen_alerts{kind="STOCK_SHORTFALL"}')).toBe(1);
});

test('[OPS-1] [SUMS-2] how far each depot and each webhook is behind, what sweeps found, and what the night found', async () => {
  const ago = (seconds: number) => new Date(clock.now() - seconds * 1000).toISOString();
  await server.owner.query(`UPDATE hubs SET health = jsonb_build_object('oldest_at', $1::text)`, [ago(120)]);
  await server.owner.query(
    `INSERT INTO webhooks (id, name, url, kinds, secret, created_by, created_at, pos, next_attempt_at, failing_since, failures)
     SELECT $1, 'ERP', 'https://x', '{deliveries}', 'whsec_x', $2, now(), last - 3, now(), $3, 7 FROM change_counter`,
    [crypto.randomUUID(), phone.userId, ago(60)],
  );
  await server.owner.query('UPDATE change_counter SET last = last + 3');
  await server.owner.query(`INSERT INTO meta VALUES ('decided_late', '5')
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  expect(seriesValue((await scrape()).body, 'manchengo_sums_wrong_rows{')).toBeNull();
  await auditNightly(server.deps);
  clock.turn(30_000);
  const { body } = await scrape();
  expect(seriesValue(body, 'manchengo_depot_lag_seconds{depot="ALG"}')).toBe(150);
  expect(seriesValue(body, 'manchengo_webhook_behind_changes{')).toBe(6);
  expect(seriesValue(body, 'manchengo_webhook_failures{')).toBe(7);
  expect(seriesValue(body, 'manchengo_webhook_failing_seconds{')).toBe(90);
  expect(seriesValue(body, 'manchengo_decided_late_events')).toBe(5);
  expect(seriesValue(body, 'manchengo_sums_checked_seconds{')).toBe(30);
  expect(seriesValue(body, 'manchengo_sums_wrong_rows{')).toBe(0);
});

test('[OPS-1] operate.md names every metric of ours, and none that is not there', async () => {
  const { body } = await scrape();
  const told = new Set(body.match(/(?<=^# HELP )manchengo_\w+/gm));
  const page = readFileSync('shared/docs/operate.md', 'utf8');
  expect(new Set(page.match(/manchengo_\w+/g))).toEqual(told);
});

test('[OPS-2] the answer bears the id that the caller gave', async () => {
  const asked = await server.app.inject({ url: '/healthz', headers: { 'x-request-id': 'phone-0001' } });
  expect(asked.headers['x-request-id']).toBe('phone-0001');
});
