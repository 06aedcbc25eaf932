import fc from 'fast-check';
import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { statementKeys } from '#shared/domain/key-purpose.ts';
import { base64Url } from '#shared/ports/crypto.ts';
import { forgetEd25519 } from '#shared/testing/former-keys.ts';
import { checkDeliveryCode } from './delivery-code.ts';

const DELIVERY = '01a20554-7dac-76de-b3d5-0a2b3bc1e0e9';
let jwks: JSONWebKeySet;
let sign: (text: string, by?: 'token' | 'qr' | 'former') => Promise<string>;

beforeAll(async () => {
  const made = {
    token: await generateKeyPair('ES256', { extractable: true }),
    qr: await generateKeyPair('ES256', { extractable: true }),
    former: await generateKeyPair('EdDSA', { extractable: true }),
  };
  jwks = {
    keys: [
      { ...(await exportJWK(made.former.publicKey)), kid: 'qr-0' },
      { ...(await exportJWK(made.token.publicKey)), kid: 'token-1' },
      { ...(await exportJWK(made.qr.publicKey)), kid: 'qr-1' },
    ],
  };
  sign = async (text, by = 'qr') => {
    const how = by === 'former' ? 'Ed25519' : { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(how, made[by].privateKey as CryptoKey, new TextEncoder().encode(text));
    return `${text}.${base64Url(new Uint8Array(signature))}`;
  };
});

test('[PHONE-13] a code that the server signed is genuine, offline, whatever space was scanned around it', async () => {
  const code = await sign(`MCG1.${DELIVERY}.n0nce`);
  expect(await checkDeliveryCode(`${code}\n`, jwks)).toEqual({ kind: 'genuine', delivery_id: DELIVERY });
});

afterEach(() => vi.restoreAllMocks());

test('[AUTH-17] [AUTH-31] a code of before ES256 is genuine where the browser can check it, else it is read and the server will', async () => {
  const former = await sign(`MCG1.${DELIVERY}.n0nce`, 'former');
  expect(await checkDeliveryCode(former, jwks)).toEqual({ kind: 'genuine', delivery_id: DELIVERY });
  expect(await checkDeliveryCode(former.replace('n0nce', 'nonce'), jwks)).toEqual({ kind: 'forged' });
  forgetEd25519();
  expect(await checkDeliveryCode(former, jwks)).toEqual({ kind: 'unverified', delivery_id: DELIVERY });
  const code = await sign(`MCG1.${DELIVERY}.n0nce`);
  expect(await checkDeliveryCode(code, jwks)).toEqual({ kind: 'genuine', delivery_id: DELIVERY });
  const withoutFormer = { keys: jwks.keys.slice(1) };
  expect(await checkDeliveryCode(code.replace('n0nce', 'nonce'), withoutFormer)).toEqual({ kind: 'forged' });
});

test('[PHONE-13] a code for another delivery, another nonce or another key is forged', async () => {
  const code = await sign(`MCG1.${DELIVERY}.n0nce`);
  const forged = [
    code.replace(DELIVERY, DELIVERY.replace(/9$/, '8')),
    code.replace('n0nce', 'nonce'),
    // Another first letter is another signature, whatever the last ones happen to be.
    code.replace(/\.([^.])([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`),
    'MCG1.x.y.z',
  ];
  for (const text of forged) expect(await checkDeliveryCode(text, jwks)).toEqual({ kind: 'forged' });
  expect(await checkDeliveryCode(code, { keys: [] })).toEqual({ kind: 'forged' });
});

test('[PHONE-13] any other code is not ours', async () => {
  for (const text of ['', '3017620422003', 'https://example.com/MCG1.', '{"v":1}']) {
    expect(await checkDeliveryCode(text, jwks)).toEqual({ kind: 'not_ours' });
  }
});

test('[FRAUD-11] a key for tokens vouches for no code, even where it signed one, and one without a purpose for none', async () => {
  expect(await checkDeliveryCode(await sign(`MCG1.${DELIVERY}.n0nce`, 'token'), jwks)).toEqual({ kind: 'forged' });
  const nameless = { keys: jwks.keys.map(({ kid: _kid, ...key }) => key) };
  expect(await checkDeliveryCode(await sign(`MCG1.${DELIVERY}.n0nce`), nameless)).toEqual({ kind: 'forged' });
  expect(statementKeys(jwks.keys).map(({ kid }) => kid)).toEqual(['token-1']);
});

test('[PHONE-13] a genuine code names its own delivery, whatever delivery it is held against', async () => {
  const other = DELIVERY.replace(/9$/, '1');
  expect(await checkDeliveryCode(await sign(`MCG1.${other}.n0nce`), jwks)).toEqual({
    kind: 'genuine',
    delivery_id: other,
  });
});

test('[PHONE-13] no cut and no change of a single character leaves a code genuine', async () => {
  const code = await sign(`MCG1.${DELIVERY}.n0nceOfNine`);
  const last = code.length - 1;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(last - 1),
      fc.constantFrom(...'ABCDEFabcdef0189-_.'),
      fc.boolean(),
      async (index, letter, cut) => {
        fc.pre(cut || code[index] !== letter);
        const spoilt = cut ? code.slice(0, index) : `${code.slice(0, index)}${letter}${code.slice(index + 1)}`;
        const { kind } = await checkDeliveryCode(spoilt, jwks);
        expect(['forged', 'not_ours']).toContain(kind);
      },
    ),
    { numRuns: 300 },
  );
});
