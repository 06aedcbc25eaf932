import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { DAY, MINUTE, openTestDepot, PASSWORD } from '../testing/open-test-depot.ts';
import { newDevice, openTestServer, turnedClock } from '../testing/open-test-server.ts';
import { serverAuthenticate } from './authenticate.ts';
import { makeQr, verifyQr } from './qr.ts';

const clock = turnedClock('2026-11-22T10:00:00.000Z');
const database = await createTestDatabase();
const { server, depot, user, refresh, status, revoke } = await openTestDepot(database.url, clock);
afterAll(async () => {
  await server.close();
  await database.drop();
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
      const [alg, use] = key.use === 'enc' ? ['ECDH-ES+A256KW', 'enc'] : ['ES256', 'sig'];
      expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg, use });
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

async function wipeState(id: string): Promise<string> {
  const { rows } = await server.deps.database.query('SELECT wipe_state FROM devices WHERE id = $1', [id]);
  return rows[0].wipe_state;
}
