import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PhoneSecret, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { newDevice, openTestServer, type TestDevice, type TestServer } from '../testing/open-test-server.ts';

const PASSWORD = 'un mot de passe é';
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, systemClock);
  for (const username of ['karim', 'samia']) {
    await server.addUsers({ username, name: username, role: 'admin', password: PASSWORD });
  }
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** Signs in and reads the secret by the server's public keys. */
async function secretOf(username: string, device: TestDevice): Promise<PhoneSecret> {
  const { body } = await server.signIn(username, PASSWORD, device);
  const jwks = (await server.call('GET', '/.well-known/jwks.json')).body;
  const { payload, protectedHeader } = await compactVerify(body.phone_secret, createLocalJWKSet(jwks));
  expect(protectedHeader.typ).toBe(TOKEN_TYPES.phoneSecret);
  return JSON.parse(new TextDecoder().decode(payload));
}

test('[SAFE-8] a sign-in tells the same secret each time, another one to each device, key and user, and nothing else tells it', async () => {
  const device = newDevice();
  const { secret, device_id } = await secretOf('karim', device);
  expect(device_id).toBe(device.id);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect((await secretOf('karim', device)).secret).toBe(secret);
  expect((await secretOf('karim', newDevice())).secret).not.toBe(secret);
  expect((await secretOf('samia', newDevice())).secret).not.toBe(secret);
  const { body } = await server.signIn('karim', PASSWORD, device);
  const renewed = await server.call('POST', '/api/auth/refresh', { body: { refresh_token: body.refresh_token } });
  expect(Object.keys(renewed.body).sort()).toEqual(['access_token', 'refresh_token']);
});

test('[SAFE-8] a server that has forgotten the device still tells its secret, to the same user and key alone', async () => {
  const device = newDevice();
  const { secret } = await secretOf('karim', device);
  const forget = async (): Promise<void> => {
    await server.owner.query('DELETE FROM refresh_tokens WHERE device_id = $1', [device.id]);
    await server.owner.query('DELETE FROM devices WHERE id = $1', [device.id]);
  };
  await forget();
  expect((await secretOf('karim', device)).secret).toBe(secret);
  await forget();
  expect((await secretOf('samia', device)).secret).not.toBe(secret);
  await forget();
  expect((await secretOf('karim', { ...newDevice(), id: device.id })).secret).not.toBe(secret);
});

test('[SAFE-10] a sign-in’s nonce is signed back, and one without a nonce gets none', async () => {
  const { id, publicKey } = newDevice();
  const device = { id, name: 'p', platform: 'test', app_version: '0', public_key: publicKey };
  const said = async (more: object) => {
    const body = { username: 'karim', password: PASSWORD, device, ...more };
    const answer = await server.call('POST', '/api/auth/login', { body });
    return JSON.parse(Buffer.from(answer.body.phone_secret.split('.')[1], 'base64url').toString());
  };
  expect(await said({ nonce: 'made-just-now' })).toMatchObject({ device_id: id, nonce: 'made-just-now' });
  expect(await said({})).not.toHaveProperty('nonce');
});
