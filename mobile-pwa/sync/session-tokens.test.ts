import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { forgetEd25519 } from '#shared/testing/former-keys.ts';
import { isSession } from './session-tokens.ts';

const HOLDER = { deviceId: '01a21837-7c38-72d4-b78f-a2b4339a2809', userId: 7 };

async function serverKey(kid: string, alg = 'ES256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const sign = (typ: string, claims: object = {}) =>
    new SignJWT({ sub: '7', device_id: HOLDER.deviceId, ...claims })
      .setProtectedHeader({ alg, kid, typ })
      .sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, sign };
}

afterEach(() => vi.restoreAllMocks());

test('[HOSTILE-8] a session is two tokens of their own kinds for this device and user, by a key for words', async () => {
  for (const alg of ['ES256', 'EdDSA']) await judged(alg);
});

async function judged(alg: string): Promise<void> {
  const [server, codes] = [await serverKey('token-a', alg), await serverKey('qr-a', alg)];
  const jwks = { keys: [server.jwk, codes.jwk] };
  const pair = {
    access_token: await server.sign(TOKEN_TYPES.access),
    refresh_token: await server.sign(TOKEN_TYPES.refresh),
  };
  expect(await isSession(pair, jwks, HOLDER)).toBe(true);
  const bad: object[] = [
    { access_token: await codes.sign(TOKEN_TYPES.access) },
    { access_token: await server.sign(TOKEN_TYPES.access, { sub: '8' }) },
    { access_token: await server.sign(TOKEN_TYPES.access, { device_id: 'x' }) },
    { access_token: pair.refresh_token },
    { access_token: undefined },
    { refresh_token: pair.access_token },
    { refresh_token: await server.sign(TOKEN_TYPES.refresh, { device_id: 'x' }) },
    { refresh_token: null },
  ];
  for (const lie of bad) {
    expect(await isSession({ ...pair, ...lie }, jwks, HOLDER), JSON.stringify(lie)).toBe(false);
  }
}

test('[AUTH-31] [HOSTILE-8] where a browser can check none of the keys that it holds, a token has to name one; with one that it can check, no name is enough', async () => {
  const [former, server, codes] = [
    await serverKey('token-a', 'EdDSA'),
    await serverKey('token-b'),
    await serverKey('qr-b'),
  ];
  const pair = { access_token: await former.sign('any'), refresh_token: await former.sign('any') };
  forgetEd25519();
  expect(await isSession(pair, { keys: [former.jwk, codes.jwk] }, HOLDER)).toBe(true);
  expect(await isSession(pair, { keys: [{ ...former.jwk, kid: 'token-c' }] }, HOLDER)).toBe(false);
  expect(await isSession(pair, { keys: [former.jwk, server.jwk] }, HOLDER)).toBe(false);
});
