import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import {
  newDevice,
  openTestServer,
  type TestDevice,
  type TestServer,
  turnedClock,
} from '../testing/open-test-server.ts';

const PASSWORD = 'un mot de passe é';
const NEW_PASSWORD = 'un tout autre mot';
const clock = turnedClock('2026-11-22T10:00:00.000Z');
let database: TestDatabase;
let server: TestServer;
let depots: number[];
let tokens: { admin: string; clerk: string };
const devices: Record<string, TestDevice> = { boss: newDevice(), clerk: newDevice() };
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
  const { rows } = await server.deps.database.query<{ id: number }>(
    `INSERT INTO depots (code, name) VALUES ('ALG', 'Alger'), ('ORN', 'Oran') RETURNING id`,
  );
  depots = rows.map(({ id }) => id);
  const boss = { name: 'Admin', username: 'boss', role: 'admin' as const, password: PASSWORD };
  await server.addUsers(boss, {
    name: 'Clerk',
    username: 'clerk',
    role: 'clerk',
    depot_id: depots[0] as number,
    password: PASSWORD,
  });
});
beforeEach(async () => {
  // The clock is turned: tokens grow old.
  const signIn = async (username: string) =>
    (await server.signIn(username, PASSWORD, devices[username])).body.access_token;
  tokens = { admin: await signIn('boss'), clerk: await signIn('clerk') };
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

async function driver(depot = depots[0] as number): Promise<{ id: number; username: string }> {
  serial += 1;
  const username = `driver${serial}`;
  const [id = 0] = await server.addUsers({
    username,
    name: username,
    role: 'driver',
    depot_id: depot,
    password: PASSWORD,
  });
  return { id, username };
}
const makeCode = (userId: number, token = tokens.admin) =>
  server.call('POST', `/api/admin/users/${userId}/reset-code`, { token });
const reset = (username: string, code: string, new_password = NEW_PASSWORD) =>
  server.call('POST', '/api/auth/reset', { body: { username, code, new_password } });

test('[AUTH-40] a one-time code sets a new password, ends every session, and works once', async () => {
  const { id, username } = await driver();
  const before = await server.signIn(username, PASSWORD);
  const made = await makeCode(id);
  expect(made).toMatchObject({ status: 201, body: { code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/) } });
  const spoken = made.body.code.toLowerCase().replaceAll('-', ' ');
  expect(await reset(` ${username.toUpperCase()} `, spoken)).toMatchObject({ status: 200, body: { reset: true } });
  const { refresh_token } = before.body;
  expect((await server.call('POST', '/api/auth/refresh', { body: { refresh_token } })).status).toBe(401);
  expect((await server.signIn(username, PASSWORD)).status).toBe(401);
  expect((await server.signIn(username, NEW_PASSWORD)).status).toBe(200);
  expect(await reset(username, made.body.code)).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } });
});

test('[AUTH-40] HQ finds among its alerts who handed out a code, and for whom; the code itself is kept nowhere', async () => {
  const { id } = await driver();
  const { code } = (await makeCode(id, tokens.clerk)).body;
  const { rows } = await server.deps.database.query(
    `SELECT depot_id FROM alerts WHERE kind = 'RESET_CODE' AND (details ->> 'user_id')::integer = $1`,
    [id],
  );
  expect(rows).toEqual([{ depot_id: depots[0] }]);
  const kept = await server.deps.database.query(`SELECT row_to_json(c) AS row FROM reset_codes c WHERE user_id = $1`, [
    id,
  ]);
  expect(JSON.stringify(kept.rows)).not.toContain(code);
});

test('[AUTH-41] a code dies of its last wrong try, though the right one follows, and of its age to the millisecond', async () => {
  const tried = await driver();
  const { code } = (await makeCode(tried.id)).body;
  for (let n = 1; n <= LIMITS.resetCodeAttempts; n += 1)
    expect((await reset(tried.username, 'WRNG-WRNG-WRNG')).status).toBe(401);
  expect((await reset(tried.username, code)).status).toBe(401);

  const almost = await driver();
  const second = (await makeCode(almost.id)).body.code;
  for (let n = 1; n < LIMITS.resetCodeAttempts; n += 1) await reset(almost.username, 'WRNG-WRNG-WRNG');
  expect((await reset(almost.username, second)).status).toBe(200);

  const late = await driver();
  const [old, young] = [(await makeCode(late.id)).body.code, (await driver()) as { id: number; username: string }];
  const fresh = (await makeCode(young.id)).body.code;
  clock.turn(LIMITS.resetCodeSeconds * 1000 - 1);
  expect((await reset(young.username, fresh)).status).toBe(200);
  clock.turn(1);
  expect((await reset(late.username, old)).status).toBe(401);
});

test('[AUTH-41] a new code replaces the one before it; a wrong code and an unknown name get the same answer', async () => {
  const { id, username } = await driver();
  const first = (await makeCode(id)).body.code;
  const second = (await makeCode(id)).body.code;
  const wrong = await reset(username, first);
  const unknown = await reset('nobody.at.all', first);
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(unknown.body).toEqual(wrong.body);
  expect((await reset(username, second, 'short')).status).toBe(400);
  expect((await reset(username, second, 'x'.repeat(LIMITS.passwordMinChars))).status).toBe(200);
});

test('[AUTH-41] whoever guesses codes for a name is slowed down as with passwords', async () => {
  const { username } = await driver();
  for (let n = 0; n < 10; n += 1) await reset(username, 'WRNG-WRNG-WRNG');
  expect(await reset(username, 'WRNG-WRNG-WRNG')).toMatchObject({
    status: 429,
    headers: { 'retry-after': expect.anything() },
  });
});

test('[AUTH-42] a clerk makes codes for the yard of its own depot only; nobody else makes any', async () => {
  const [own, other] = [await driver(), await driver(depots[1])];
  const [admin] = (await server.deps.database.query<{ id: number }>(`SELECT id FROM users WHERE username = 'boss'`))
    .rows;
  const [clerk] = (await server.deps.database.query<{ id: number }>(`SELECT id FROM users WHERE username = 'clerk'`))
    .rows;
  const token = (await server.signIn(own.username, PASSWORD)).body.access_token;
  expect((await makeCode(own.id, tokens.clerk)).status).toBe(201);
  expect((await makeCode(other.id, tokens.clerk)).status).toBe(404);
  expect((await makeCode(admin?.id ?? 0, tokens.clerk)).status).toBe(404);
  expect((await makeCode(clerk?.id ?? 0, tokens.clerk)).status).toBe(403);
  expect((await makeCode(clerk?.id ?? 0)).status).toBe(201);
  expect((await makeCode(own.id, token)).status).toBe(403);
  expect((await makeCode(999_999)).status).toBe(404);
  await server.deps.database.query('UPDATE users SET is_active = false WHERE id = $1', [own.id]);
  expect((await makeCode(own.id)).status).toBe(409);
});

test('[AUTH-43] who has the most devices gives one of their own up for a new one with a code for it; a password alone erases no phone', async () => {
  const { id, username } = await driver();
  const stranger = (await server.signIn((await driver()).username, PASSWORD)).body.device.id;
  const first = await server.signIn(username, PASSWORD);
  for (let n = 1; n < LIMITS.devicesPerUser; n += 1) await server.signIn(username, PASSWORD);
  const fresh = newDevice();
  const signInFor = (give_up?: string, give_up_code?: string) =>
    server.call('POST', '/api/auth/login', {
      body: {
        username,
        password: PASSWORD,
        device: { id: fresh.id, name: 'Test', platform: 'test', app_version: '1', public_key: fresh.publicKey },
        ...(give_up === undefined ? {} : { give_up }),
        ...(give_up_code === undefined ? {} : { give_up_code }),
      },
    });
  const deviceCode = async () =>
    (await server.call('POST', `/api/admin/users/${id}/device-code`, { token: tokens.clerk })).body.code;
  const first_code = await deviceCode();
  for (const give_up of [undefined, stranger, crypto.randomUUID(), first.body.device.id]) {
    expect(await signInFor(give_up)).toMatchObject({ status: 409, body: { code: 'DEVICE_LIMIT' } });
  }
  expect(await signInFor(stranger, first_code)).toMatchObject({ status: 409, body: { code: 'DEVICE_LIMIT' } });
  // A code for a forgotten password gives up no phone, and one for a phone opens no password.
  const password_code = (await makeCode(id)).body.code;
  const wrong = await signInFor(first.body.device.id, password_code);
  expect(wrong).toMatchObject({ status: 409, body: { code: 'CODE_INVALID', devices: expect.any(Array) } });
  expect((await reset(username, first_code)).status).toBe(401);
  for (let n = 1; n < LIMITS.resetCodeAttempts; n += 1) await signInFor(first.body.device.id, 'WRNG-WRNG-WRNG');
  expect((await signInFor(first.body.device.id, first_code)).body.code, 'it died of wrong tries').toBe('CODE_INVALID');
  const code = await deviceCode();
  const given = first.body.device.id;
  expect((await signInFor(given, code.toLowerCase())).status).toBe(200);
  expect((await signInFor(given, code)).status, 'the device is known now').toBe(200);
  const { rows } = await server.deps.database.query(
    `SELECT is_active, revoke_reason, wipe_state FROM devices WHERE id = $1`,
    [given],
  );
  expect(rows).toEqual([{ is_active: false, revoke_reason: 'given up by its user', wipe_state: 'ASKED' }]);
  expect(await server.call('GET', '/api/sync/status', { token: first.body.access_token })).toMatchObject({
    status: 403,
    body: { code: 'DEVICE_REVOKED', wipe: true },
  });
  const told = await server.deps.database.query(`SELECT body FROM changes WHERE body LIKE '%' || $1 || '%'`, [given]);
  expect(told.rows.map(({ body }) => JSON.parse(body).action)).toEqual(['DEVICE_REVOKED']);
});

test('[AUTH-43] a code for a phone outlives a new password: a clerk hands out both at once', async () => {
  const { id, username } = await driver();
  const first = (await server.signIn(username, PASSWORD)).body.device.id;
  for (let n = 1; n < LIMITS.devicesPerUser; n += 1) await server.signIn(username, PASSWORD);
  const path = `/api/admin/users/${id}/device-code`;
  const give_up_code = (await server.call('POST', path, { token: tokens.clerk })).body.code;
  expect((await reset(username, (await makeCode(id)).body.code)).status).toBe(200);
  const fresh = newDevice();
  const device = { id: fresh.id, name: 'Test', platform: 'test', app_version: '1', public_key: fresh.publicKey };
  const body = { username, password: NEW_PASSWORD, device, give_up: first, give_up_code };
  expect((await server.call('POST', '/api/auth/login', { body })).status).toBe(200);
});

test('[AUTH-43] within the limit nothing is given up, whatever is asked', async () => {
  const { username } = await driver();
  const first = (await server.signIn(username, PASSWORD)).body.device.id;
  const fresh = newDevice();
  const device = { id: fresh.id, name: 'Test', platform: 'test', app_version: '1', public_key: fresh.publicKey };
  const body = { username, password: PASSWORD, device, give_up: first };
  expect((await server.call('POST', '/api/auth/login', { body })).status).toBe(200);
  const { rows } = await server.deps.database.query(`SELECT is_active FROM devices WHERE id = $1`, [first]);
  expect(rows).toEqual([{ is_active: true }]);
});
