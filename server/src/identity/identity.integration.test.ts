import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubHost } from '#shared/domain/hub-host.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { newDevice, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { serverAuthenticate } from './authenticate.ts';
import { createHubCode } from './hub-codes.ts';
import { makeQr, verifyQr } from './qr.ts';

const PASSWORD = 'un mot de passe é';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OFF_CURVE = { kty: 'EC' as const, crv: 'P-256' as const, x: 'A'.repeat(43), y: 'A'.repeat(43) };

const clock = turnedClock('2026-11-22T10:00:00.000Z');
let database: TestDatabase;
let server: TestServer;
let depot: number;
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, clock);
  const { rows } = await server.deps.database.query(
    `INSERT INTO depots (code, name) VALUES ('ALG', 'Alger') RETURNING id`,
  );
  depot = rows[0].id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** A user of its own for each test. */
async function user(): Promise<string> {
  serial += 1;
  const username = `driver${serial}.alger`;
  await server.addUsers({ username, name: `Driver ${serial}`, role: 'driver', depot_id: depot, password: PASSWORD });
  return username;
}
const refresh = (refresh_token: string) => server.call('POST', '/api/auth/refresh', { body: { refresh_token } });
const status = (token: string) => server.call('GET', '/api/sync/status', { token });
const revoke = (id: string) =>
  server.deps.database.query(
    `UPDATE devices SET is_active = false, revoked_at = now(), revoke_reason = 'perdu', wipe_state = 'ASKED' WHERE id = $1`,
    [id],
  );

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

describe('tokens', () => {
  test('[AUTH-7] an access token says who, from which device, with which key, and the JWKS vouches for it', async () => {
    const device = newDevice();
    const { body } = await server.signIn(await user(), PASSWORD, device);
    const jwks = await server.call('GET', '/.well-known/jwks.json');
    const verified = await jwtVerify(body.access_token, createLocalJWKSet(jwks.body), {
      issuer: 'manchengo',
      typ: 'at+jwt',
      currentDate: new Date(clock.now()),
    });
    expect(verified.protectedHeader.alg).toBe('ES256');
    expect(verified.payload).toMatchObject({
      sub: String(body.user.id),
      device_id: device.id,
      role: 'driver',
      depot_id: depot,
      cnf: { jwk: device.publicKey },
    });
    const chatty = { ...device, publicKey: { ...device.publicKey, use: 'sig', d: 'x' } };
    const again = await server.signIn(body.user.username, PASSWORD, chatty);
    expect(decodeJwt(again.body.access_token).cnf).toEqual({ jwk: device.publicKey });
    expect((verified.payload.exp ?? 0) - (verified.payload.iat ?? 0)).toBe(900);
    for (const key of jwks.body.keys) {
      expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
      expect(key).not.toHaveProperty('d');
    }
    const { exp = 0, iat = 0 } = decodeJwt(body.refresh_token);
    expect(exp - iat).toBe(7 * 24 * 3600);
  });

  test('[AUTH-8] an expired access token reads nothing and still hands in', async () => {
    const { body } = await server.signIn(await user(), PASSWORD);
    clock.turn(15 * MINUTE);
    expect(await status(body.access_token)).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } });
    const authenticate = serverAuthenticate(server.deps);
    expect(await authenticate(`Bearer ${body.access_token}`, 'push')).toMatchObject({
      ok: true,
      value: { kind: 'device', expired: true },
    });
  });

  test('[AUTH-9] a token that this server did not sign as an access token is invalid', async () => {
    const { body } = await server.signIn(await user(), PASSWORD);
    const forge = (alg: string, privateKey: KeyObject) =>
      new SignJWT(decodeJwt(body.access_token))
        .setProtectedHeader({ ...decodeProtectedHeader(body.access_token), alg })
        .sign(privateKey);
    const forged = [
      await forge('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      await forge('EdDSA', generateKeyPairSync('ed25519').privateKey),
    ];
    for (const token of [...forged, body.refresh_token, 'x.y.z', `${body.access_token}x`]) {
      expect(await status(token)).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    }
    expect((await server.call('GET', '/api/sync/status')).body.code).toBe('TOKEN_INVALID');
  });

  test('[AUTH-10] the previous refresh token gives the same new one again until that one is used', async () => {
    const { body } = await server.signIn(await user(), PASSWORD);
    const lost = await refresh(body.refresh_token);
    clock.turn(5_000);
    const again = await refresh(body.refresh_token);
    expect([lost.status, again.status]).toEqual([200, 200]);
    expect(decodeJwt(again.body.refresh_token)).toEqual(decodeJwt(lost.body.refresh_token));
    expect((await status(again.body.access_token)).status).toBe(200);
    const next = await refresh(again.body.refresh_token);
    expect(next.status).toBe(200);
    expect(decodeJwt(next.body.refresh_token).jti).not.toBe(decodeJwt(again.body.refresh_token).jti);
  });

  test('[AUTH-11] a refresh token used after its successor was ends the whole family', async () => {
    const { body } = await server.signIn(await user(), PASSWORD);
    const second = await refresh(body.refresh_token);
    const third = await refresh(second.body.refresh_token);
    expect(await refresh(body.refresh_token)).toMatchObject({ status: 401, body: { code: 'TOKEN_REUSED' } });
    expect((await refresh(third.body.refresh_token)).status).toBe(401);
  });

  test('[AUTH-12] two refreshes at once get one successor', async () => {
    const { body } = await server.signIn(await user(), PASSWORD);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(body.refresh_token)));
    expect(answers.map(({ status: code }) => code)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => decodeJwt(answer.body.refresh_token).jti)).size).toBe(1);
  });

  test('[AUTH-13] a refresh token lives seven days, and signing out ends it at once', async () => {
    const username = await user();
    const old = await server.signIn(username, PASSWORD);
    clock.turn(7 * DAY);
    expect(await refresh(old.body.refresh_token)).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } });
    const { body } = await server.signIn(username, PASSWORD);
    const out = await server.call('POST', '/api/auth/logout', { token: body.access_token, body: body });
    expect(out.status).toBe(204);
    expect(await refresh(body.refresh_token)).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
  });

  test('[AUTH-14] a closed account neither signs in nor goes on', async () => {
    const username = await user();
    const { body } = await server.signIn(username, PASSWORD);
    await server.deps.database.query('UPDATE users SET is_active = false WHERE username = $1', [username]);
    expect((await server.signIn(username, PASSWORD)).body).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect((await refresh(body.refresh_token)).body.code).toBe('TOKEN_INVALID');
    expect((await status(body.access_token)).body.code).toBe('TOKEN_INVALID');
  });
});

describe('revocation', () => {
  test('[AUTH-15] [LESSON-8] a revoked device gets a signed order on every call, with any token however old', async () => {
    const username = await user();
    const device = newDevice();
    const { body } = await server.signIn(username, PASSWORD, device);
    await revoke(device.id);
    clock.turn(30 * DAY);
    const jwks = createLocalJWKSet((await server.call('GET', '/.well-known/jwks.json')).body);
    const token = body.access_token;
    const calls = [
      await status(token),
      await server.call('GET', '/api/sync/pull', { token }),
      await server.call('POST', '/api/auth/logout', { token }),
      await refresh(body.refresh_token),
      await server.signIn(username, PASSWORD, device),
    ];
    for (const answer of calls) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'DEVICE_REVOKED', wipe: true } });
      const order = await jwtVerify((answer.body as unknown as { wipe_order: string }).wipe_order, jwks, {
        typ: 'manchengo-wipe-order+jwt',
      });
      expect(order.payload).toMatchObject({ device_id: device.id, reason: 'perdu' });
    }
    expect(await wipeState(device.id)).toBe('TOLD');
    expect(await server.call('POST', '/api/devices/wiped', { token })).toMatchObject({ status: 200 });
    expect(await wipeState(device.id)).toBe('CONFIRMED');
  });

  test('[AUTH-16] a device that is not revoked has nothing to confirm', async () => {
    const { body } = await server.signIn(await user(), PASSWORD);
    const answer = await server.call('POST', '/api/devices/wiped', { token: body.access_token });
    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect((await status(body.access_token)).status).toBe(200);
  });
});

describe('hubs', () => {
  const enroll = (code: string, publicKey = newDevice().publicKey) =>
    server.call('POST', '/api/hubs/enroll', { body: { code, name: 'Hub Alger', public_key: publicKey } });

  async function code(): Promise<string> {
    serial += 1;
    await server.addUsers({ username: `admin${serial}`, name: 'A', role: 'admin', password: PASSWORD });
    const made = await createHubCode(server.deps, depot, 1);
    if (!made.ok) throw new Error(made.error.detail);
    return made.value.code;
  }

  test('[HUB-1] a code enrols one key, and gives that key the same answer again', async () => {
    const { publicKey } = newDevice();
    const made = await code();
    const first = await enroll(made, publicKey);
    expect(first).toMatchObject({ status: 200, body: { depot: { code: 'ALG' }, certificate: null, ca: null } });
    clock.turn(2 * DAY);
    expect((await enroll(made.toLowerCase(), publicKey)).body).toEqual(first.body);
    expect(await enroll(made)).toMatchObject({ status: 409, body: { code: 'CODE_INVALID' } });
  });

  test('[FIND-16] two hubs that are enrolled in one minute have different names in the yard', async () => {
    const ids = [await enroll(await code()), await enroll(await code())].map(({ body }) => String(body.hub_id));
    expect(new Set(ids.map(hubHost)).size).toBe(2);
  });

  test('[HUB-2] an unknown or expired code enrols nobody', async () => {
    expect(await enroll('AAAA-BBBB-CCCC')).toMatchObject({ status: 409, body: { code: 'CODE_INVALID' } });
    const made = await code();
    clock.turn(DAY);
    expect(await enroll(made)).toMatchObject({ status: 409, body: { code: 'CODE_INVALID' } });
  });

  test("[HUB-3] an assertion signed with the hub's key buys a token for its depot, as JSON or as a form", async () => {
    const key = newDevice();
    const { body } = await enroll(await code(), key.publicKey);
    const assertion = await assertionOf(key, body.hub_id);
    const token = await server.call('POST', '/api/hubs/token', { body: { assertion } });
    expect(token).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900 } });
    expect(decodeJwt(token.body.access_token)).toMatchObject({ sub: body.hub_id, role: 'hub', depot_id: depot });
    expect(await serverAuthenticate(server.deps)(`Bearer ${token.body.access_token}`, 'read')).toEqual({
      ok: true,
      value: { kind: 'hub', hubId: body.hub_id, depotId: depot },
    });
    const form = await server.app.inject({
      method: 'POST',
      url: '/api/hubs/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
    });
    expect(form.statusCode).toBe(200);
  });

  test('[HUB-4] an assertion of another key, for another audience, too old or good for too long buys nothing', async () => {
    const key = newDevice();
    const { body } = await enroll(await code(), key.publicKey);
    const bad = [
      await assertionOf({ ...key, privateKey: newDevice().privateKey }, body.hub_id),
      await assertionOf(key, crypto.randomUUID()),
      await assertionOf(key, body.hub_id, { aud: 'https://elsewhere.example' }),
      await assertionOf(key, body.hub_id, { aud: 'https://evil.example/api/hubs/token' }),
      await assertionOf(key, body.hub_id, { seconds: -120 }),
      await assertionOf(key, body.hub_id, { seconds: 3600 }),
      'nonsense',
    ];
    for (const assertion of bad) {
      const answer = await server.call('POST', '/api/hubs/token', { body: { assertion } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    }
    const replayed = await server.app.inject({
      method: 'POST',
      url: '/api/hubs/token',
      headers: { host: 'evil.example' },
      payload: { assertion: await assertionOf(key, body.hub_id, { aud: 'https://evil.example/api/hubs/token' }) },
    });
    expect(replayed.statusCode, 'a relay that calls the server by its own name').toBe(401);
  });

  test('[HUB-5] a key that is no point of the curve enrols nobody and spends no code', async () => {
    const made = await code();
    expect(await enroll(made, OFF_CURVE)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect((await enroll(made)).status).toBe(200);
  });

  test('[HUB-6] an assertion with a jti is good once; another grant type is refused', async () => {
    const key = newDevice();
    const { body } = await enroll(await code(), key.publicKey);
    const buy = (request: object) => server.call('POST', '/api/hubs/token', { body: request });
    const once = await assertionOf(key, body.hub_id, { jti: crypto.randomUUID() });
    expect((await buy({ assertion: once, grant_type: 'password' })).body.code).toBe('INVALID_REQUEST');
    expect((await buy({ assertion: once })).status).toBe(200);
    expect(await buy({ assertion: once })).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    const plain = await assertionOf(key, body.hub_id);
    expect([(await buy({ assertion: plain })).status, (await buy({ assertion: plain })).status]).toEqual([200, 200]);
  });

  const assertionOf = (
    key: ReturnType<typeof newDevice>,
    hubId: string,
    wish: { aud?: string; seconds?: number; jti?: string } = {},
  ) =>
    new SignJWT({
      iss: hubId,
      sub: hubId,
      aud: wish.aud ?? 'http://localhost/api/hubs/token',
      ...(wish.jti === undefined ? {} : { jti: wish.jti }),
    })
      .setProtectedHeader({ alg: 'ES256' })
      .setExpirationTime(Math.floor(clock.now() / 1000) + (wish.seconds ?? 240))
      .sign(key.privateKey);
});

test("[AUTH-17] a delivery note's code carries the server's signature, and none other passes", () => {
  const { keys, random } = server.deps;
  const id = crypto.randomUUID();
  const code = makeQr({ id, depot_id: 1 }, keys, random);
  expect(code).toMatch(/^MCG1\./);
  expect(verifyQr(code, keys)).toBe(id);
  expect(verifyQr(code.replace(id, crypto.randomUUID()), keys)).toBeNull();
  expect(verifyQr(`${code}A`, keys)).toBeNull();
  expect(verifyQr('MCG1.x.y.z', keys)).toBeNull();
});

test('[AUTH-18] keys outlive a restart', async () => {
  const { body } = await server.signIn(await user(), PASSWORD);
  const again = await openTestServer(database.url, clock);
  expect((await again.call('GET', '/api/sync/status', { token: body.access_token })).status).toBe(200);
  expect(again.deps.keys.jwks).toEqual(server.deps.keys.jwks);
  await again.close();
});

const registration = (device: ReturnType<typeof newDevice>) => ({
  id: device.id,
  name: 'Test',
  platform: 'test',
  app_version: '1',
  public_key: device.publicKey,
});

async function wipeState(id: string): Promise<string> {
  const { rows } = await server.deps.database.query('SELECT wipe_state FROM devices WHERE id = $1', [id]);
  return rows[0].wipe_state;
}
