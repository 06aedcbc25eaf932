import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { newDevice, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';

const PASSWORD = 'un mot de passe é';
const clock = turnedClock('2026-11-22T10:00:00.000Z');
const bossDevice = newDevice();
let database: TestDatabase;
let server: TestServer;
let admin: string;
let depot: number;
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
  const { rows } = await server.deps.database.query<{ id: number }>(
    `INSERT INTO depots (code, name) VALUES ('ALG', 'Alger'), ('ORN', 'Oran') RETURNING id`,
  );
  depot = rows[0]?.id ?? 0;
  await server.addUsers({ username: 'boss', name: 'Admin', role: 'admin', password: PASSWORD });
});
beforeEach(async () => {
  admin = (await server.signIn('boss', PASSWORD, bossDevice)).body.access_token;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

async function user(role: 'driver' | 'admin' = 'driver'): Promise<{ id: number; username: string; path: string }> {
  serial += 1;
  const username = `user${serial}`;
  const depot_id = role === 'admin' ? null : depot;
  const [id = 0] = await server.addUsers({ username, name: username, role, depot_id, password: PASSWORD });
  return { id, username, path: `/api/admin/users/${id}` };
}
const tagOf = async (path: string) => String((await server.call('GET', path, { token: admin })).headers.etag);
const patch = (path: string, body: object, ifMatch?: string, token = admin) =>
  server.call('PATCH', path, { token, body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });
const close = async (path: string) => patch(path, { is_active: false }, await tagOf(path));

test('[HQ-60] a change says which state was in view: 428 without, 412 with an old one, and only what is sent changes', async () => {
  const { id, username, path } = await user();
  const tag = await tagOf(path);
  expect(tag).toMatch(/^"[\w-]{43}"$/);
  expect(await patch(path, { name: 'Autre' })).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
  expect(await patch(path, { name: 'Autre' }, '"x"')).toMatchObject({
    status: 412,
    body: { code: 'PRECONDITION_FAILED' },
  });
  const changed = await patch(path, { name: 'Autre' }, `"x", W/${tag}`);
  const after = { id, username, name: 'Autre', role: 'driver', depot_id: depot, is_active: true };
  expect(changed).toMatchObject({ status: 200, body: after });
  expect(changed.headers.etag).toBe(await tagOf(path));
  expect((await patch(path, { name: 'Encore' }, tag)).status).toBe(412);
  expect((await patch(path, { name: 'Encore' }, '*')).status).toBe(200);
  for (const body of [{}, { role: 'admin' }, { is_active: 'no' }, { name: ' ' }]) {
    expect((await patch(path, body, await tagOf(path))).status, JSON.stringify(body)).toBe(400);
  }
  expect((await patch('/api/admin/users/999999', { name: 'x' }, '*')).status).toBe(404);
});

test('[HQ-60] of ten who change the same at once one succeeds', async () => {
  const { path } = await user();
  const tag = await tagOf(path);
  const all = await Promise.all(Array.from({ length: 10 }, (_, n) => patch(path, { name: `Nom ${n}` }, tag)));
  expect(all.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
});

test('[AUTH-61] closing an account ends its sessions and codes, tells every hub, and it signs in nowhere; it may be opened again', async () => {
  const { id, username, path } = await user();
  const { body: session } = await server.signIn(username, PASSWORD);
  const { body: code } = await server.call('POST', `${path}/reset-code`, { token: admin });
  const before = await server.deps.database.query('SELECT last FROM change_counter');
  expect(await close(path)).toMatchObject({ status: 200, body: { is_active: false } });
  const { rows: told } = await server.deps.database.query(
    `SELECT body, (SELECT array_agg(key ORDER BY key) FROM change_audience a WHERE a.pos = c.pos) AS keys
     FROM numbered_changes c WHERE pos > $1`,
    [before.rows[0].last],
  );
  expect(told.map(({ body, keys }) => ({ ...JSON.parse(body), keys }))).toMatchObject([
    { action: 'ACCOUNT_CHANGED', payload: { user_id: id, is_active: false }, keys: [`h:${depot}`, `h:${depot + 1}`] },
  ]);
  const refresh = () => server.call('POST', '/api/auth/refresh', { body: { refresh_token: session.refresh_token } });
  expect((await refresh()).status).toBe(401);
  expect((await server.call('GET', '/api/sync/status', { token: session.access_token })).status).toBe(401);
  expect((await server.signIn(username, PASSWORD)).status).toBe(401);
  const reset = { username, code: code.code, new_password: 'un tout autre mot' };
  expect((await server.call('POST', '/api/auth/reset', { body: reset })).status).toBe(401);

  expect((await patch(path, { is_active: true }, await tagOf(path))).body).toMatchObject({ is_active: true });
  expect((await refresh()).status, 'sessions that were ended stay so').toBe(401);
  expect((await server.call('POST', '/api/auth/reset', { body: reset })).status).toBe(401);
  expect((await server.signIn(username, PASSWORD)).status).toBe(200);
});

test('[AUTH-61] nobody closes their own account, and of two admins who close each other at once one goes on', async () => {
  const [one, two] = [await user('admin'), await user('admin')];
  const tokens = [];
  for (const { username } of [one, two]) tokens.push((await server.signIn(username, PASSWORD)).body.access_token);
  const own = await patch(one.path, { is_active: false }, await tagOf(one.path), tokens[0]);
  expect(own).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  const answers = await Promise.all([
    patch(two.path, { is_active: false }, '*', tokens[0]),
    patch(one.path, { is_active: false }, '*', tokens[1]),
  ]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('[AUTH-61] a closed account still hands in: what it recorded before counts, what it recorded after is quarantined', async () => {
  const { username, path } = await user();
  const phone = new TestDevice(0);
  const { body: session } = await server.signIn(username, PASSWORD, phone);
  phone.userId = session.user.id;
  const audit = () => {
    const occurred_at = new Date(clock.now()).toISOString();
    return phone.say({ entity_type: 'AUDIT', entity_id: 'x', action: 'LOGIN', payload: {}, occurred_at });
  };
  const before = audit();
  clock.turn(1_000);
  await close(path);
  clock.turn(3 * 24 * 3_600_000);
  const after = audit();
  const sent_at = new Date(clock.now()).toISOString();
  const pushed = await server.call('POST', '/api/sync/push', {
    token: session.access_token,
    body: phone.pushBody([before, after], { sent_at }),
  });
  expect(pushed).toMatchObject({
    status: 200,
    body: { acked_event_ids: [before.id], failed_events: [{ event_id: after.id, retry: false }] },
  });
  const { rows } = await server.deps.database.query('SELECT id, status FROM events WHERE device_id = $1 ORDER BY seq', [
    phone.id,
  ]);
  expect(rows).toEqual([
    { id: before.id, status: 'APPLIED' },
    { id: after.id, status: 'QUARANTINED' },
  ]);
  admin = (await server.signIn('boss', PASSWORD, bossDevice)).body.access_token;
  const let_in = await server.call('POST', `/api/admin/quarantine/${after.id}/accept`, { token: admin });
  expect(let_in.body).toMatchObject({ status: 'APPLIED' });
});

test('[AUTH-14] what was checked while the account was open, or its password another, begins no session afterwards', async () => {
  const { id, username, path } = await user();
  const holding = await server.deps.database.connect();
  const outcomes = [];
  for (const meanwhile of ['UPDATE users SET is_active = false', `UPDATE users SET password_hash = 'another'`]) {
    await holding.query('BEGIN');
    await holding.query(`${meanwhile} WHERE id = ${id}`);
    // The password is right as far as anybody can read, and the sign-in waits for the row.
    const signingIn = server.signIn(username, PASSWORD);
    for (;;) {
      const { rowCount } = await server.owner.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM users%FOR UPDATE%'
           AND datname = current_database()`,
      );
      if (rowCount) break;
    }
    await holding.query('COMMIT');
    outcomes.push((await signingIn).status);
    await server.owner.query('UPDATE users SET is_active = true WHERE id = $1', [id]);
  }
  holding.release();
  expect(outcomes).toEqual([401, 401]);
  expect(path).toContain(String(id));
});
