import { decodeJwt, SignJWT } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { hubHost } from '#shared/domain/hub-host.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { DAY, OFF_CURVE, openTestDepot, PASSWORD } from '../testing/open-test-depot.ts';
import { newDevice, turnedClock } from '../testing/open-test-server.ts';
import { serverAuthenticate } from './authenticate.ts';
import { createHubCode } from './hub-codes.ts';

const clock = turnedClock('2026-11-22T10:00:00.000Z');
const database = await createTestDatabase();
const { server, depot } = await openTestDepot(database.url, clock);
afterAll(async () => {
  await server.close();
  await database.drop();
});

let serial = 0;

describe('hubs', () => {
  const enroll = (code: string, publicKey = newDevice().publicKey) =>
    server.call('POST', '/api/hubs/enroll', { body: { code, name: 'Hub Alger', public_key: publicKey } });

  async function code(): Promise<string> {
    serial += 1;
    await server.addUsers({ username: `admin${serial}`, name: 'A', role: 'admin', password: PASSWORD });
    const made = await createHubCode(server.deps.database, server.deps, depot, 1);
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
