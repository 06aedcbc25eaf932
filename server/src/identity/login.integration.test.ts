import { afterAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { MINUTE, OFF_CURVE, openTestDepot, PASSWORD } from '../testing/open-test-depot.ts';
import { newDevice, turnedClock } from '../testing/open-test-server.ts';

const clock = turnedClock('2026-11-22T10:00:00.000Z');
const database = await createTestDatabase();
const { server, depot, user, status, revoke } = await openTestDepot(database.url, clock);
afterAll(async () => {
  await server.close();
  await database.drop();
});

describe('signing in', () => {
  test('[AUTH-1] the right password registers the device and opens a session', async () => {
    const username = await user();
    const device = newDevice();
    const { status: code, body } = await server.signIn(username, PASSWORD, device);
    expect(code).toBe(200);
    expect(body.user).toMatchObject({ username, role: 'driver', depot_id: depot, is_active: true });
    expect(body.device).toMatchObject({ id: device.id, user_id: body.user.id, is_active: true, wipe_state: null });
    expect(JSON.stringify(body)).not.toContain('argon2');
    const again = await server.signIn(username, PASSWORD.normalize('NFD'), device);
    expect(again.status).toBe(200);
    expect((await status(again.body.access_token)).status).toBe(200);
  });

  test('[AUTH-2] a wrong password and an unknown name get the same answer', async () => {
    const wrong = await server.signIn(await user(), 'faux');
    const unknown = await server.signIn('nobody', PASSWORD);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.body).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(wrong.headers['content-type']).toContain('application/problem+json');
  });

  test('[AUTH-3] a name that is guessed at rests for a minute', async () => {
    const username = await user();
    for (let guess = 0; guess < 10; guess += 1) await server.signIn(username, `guess ${guess}`);
    const refused = await server.signIn(username, PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    clock.turn(MINUTE);
    expect((await server.signIn(username, PASSWORD)).status).toBe(200);
  });

  test('[AUTH-3] whoever guesses a name keeps its user from no phone that is his already', async () => {
    const username = await user();
    const phone = newDevice();
    expect((await server.signIn(username, PASSWORD, phone)).status).toBe(200);
    for (let guess = 0; guess < 10; guess += 1) await server.signIn(username, `guess ${guess}`);
    expect((await server.signIn(username, PASSWORD)).status).toBe(429);
    expect((await server.signIn(username, PASSWORD, phone)).status).toBe(200);
    clock.turn(MINUTE);
  });

  test('[AUTH-4] a fourth active device is refused with the list of the three', async () => {
    const username = await user();
    const answers = [1, 2, 3].map(() => server.signIn(username, PASSWORD));
    expect((await Promise.all(answers)).map(({ status: code }) => code)).toEqual([200, 200, 200]);
    const fourth = await server.call('POST', '/api/auth/login', {
      body: { username, password: PASSWORD, device: registration(newDevice()) },
    });
    expect(fourth).toMatchObject({ status: 409, body: { code: 'DEVICE_LIMIT' } });
    expect(fourth.body.devices).toHaveLength(3);
    await revoke(fourth.body.devices[0].id);
    expect((await server.signIn(username, PASSWORD)).status).toBe(200);
  });

  test('[AUTH-4] an admin has no such limit', async () => {
    await server.addUsers({ username: 'chef', name: 'Chef', role: 'admin', password: PASSWORD });
    for (let n = 0; n < 5; n += 1) expect((await server.signIn('chef', PASSWORD)).status).toBe(200);
  });

  test('[AUTH-5] a device id belongs for ever to its first user and key', async () => {
    const [one, two] = [await user(), await user()];
    const device = newDevice();
    await server.signIn(one, PASSWORD, device);
    const otherUser = await server.signIn(two, PASSWORD, device);
    const otherKey = await server.signIn(one, PASSWORD, { ...newDevice(), id: device.id });
    for (const answer of [otherUser, otherKey]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'DEVICE_CONFLICT' } });
    }
  });

  test('[AUTH-6] what is no sign-in request stores nothing', async () => {
    for (const body of [{}, { username: 'x' }, { username: 1, password: 'x', device: {} }, []]) {
      expect(await server.call('POST', '/api/auth/login', { body })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST' },
      });
    }
  });

  test('[AUTH-19] a key that is no point of the curve is no key', async () => {
    const device = { ...newDevice(), publicKey: OFF_CURVE };
    const answer = await server.signIn(await user(), PASSWORD, device);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(answer.body).toMatchObject({ detail: expect.stringMatching(/public_key/) });
    const { rows } = await server.deps.database.query('SELECT FROM devices WHERE id = $1', [device.id]);
    expect(rows).toEqual([]);
  });
});

const registration = (device: ReturnType<typeof newDevice>) => ({
  id: device.id,
  name: 'Test',
  platform: 'test',
  app_version: '1',
  public_key: device.publicKey,
});
