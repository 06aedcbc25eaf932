import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { isSession } from './session-tokens.ts';

const HOLDER = { deviceId: '01a21837-7c38-72d4-b78f-a2b4339a2809', userId: 7 };

async function serverKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const sign = (typ: string, claims: object = {}) =>
    new SignJWT({ sub: '7', device_id: HOLDER.deviceId, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ })
      .sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }, sign };
}

afterEach(() => vi.restoreAllMocks());

test('[HOSTILE-8] a session is two tokens of their own kinds for this device and user, by a key for words', async () => {
  const [server, codes] = [await serverKey('token-a'), await serverKey('qr-a')];
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
});

test('[HOSTILE-8] where a browser cannot check such signatures, a token has to name a key that is held', async () => {
  const server = await serverKey('token-a');
  const pair = { access_token: await server.sign('any'), refresh_token: await server.sign('any') };
  vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no Ed25519', 'NotSupportedError'));
  expect(await isSession(pair, { keys: [server.jwk] }, HOLDER)).toBe(true);
  expect(await isSession(pair, { keys: [{ ...server.jwk, kid: 'token-b' }] }, HOLDER)).toBe(false);
});
