import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { TOKEN_TYPES, TokenOrigins } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { signedReader } from './signed-statement.ts';

test('[WIRE-6] a statement is read if the server signed it, as what it says it is, and if its claims fit', async () => {
  const [server, stranger] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  const jwks = { keys: [{ ...(await exportJWK(server.publicKey)), kid: 'token-1', alg: 'ES256' }] };
  const signed = (claims: object, key = server.privateKey, typ: string = TOKEN_TYPES.access) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'token-1', typ }).sign(key);
  const read = signedReader(TOKEN_TYPES.access, reader(TokenOrigins));
  const claims = { device_id: 'd1', server_origins: ['https://hq.example'] };
  expect(await read(await signed({ ...claims, later: 1 }), jwks)).toMatchObject(claims);
  expect(await read(await signed({ device_id: 'd1' }), jwks)).toEqual({ device_id: 'd1' });
  const bad = [
    await signed({ ...claims, server_origins: 'https://hq.example' }),
    await signed({ ...claims, device_id: 7 }),
    await signed(claims, stranger.privateKey),
    await signed(claims, server.privateKey, TOKEN_TYPES.refresh),
    'no statement',
  ];
  for (const jws of bad) expect(await read(jws, jwks), jws).toBeNull();
});
