import { exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { base64Url } from '#shared/ports/crypto.ts';
import { checkDeliveryCode } from './delivery-code.ts';

const DELIVERY = '01a20554-7dac-76de-b3d5-0a2b3bc1e0e9';
let jwks: JSONWebKeySet;
let sign: (text: string) => Promise<string>;

beforeAll(async () => {
  const token = await generateKeyPair('EdDSA', { extractable: true });
  const qr = await generateKeyPair('EdDSA', { extractable: true });
  jwks = { keys: [await exportJWK(token.publicKey), await exportJWK(qr.publicKey)] };
  sign = async (text) => {
    const signature = await crypto.subtle.sign('Ed25519', qr.privateKey as CryptoKey, new TextEncoder().encode(text));
    return `${text}.${base64Url(new Uint8Array(signature))}`;
  };
});

test('[PHONE-13] a code that the server signed is genuine, offline, whatever space was scanned around it', async () => {
  const code = await sign(`MCG1.${DELIVERY}.n0nce`);
  expect(await checkDeliveryCode(`${code}\n`, jwks)).toEqual({ kind: 'genuine', delivery_id: DELIVERY });
});

test('[PHONE-13] a code for another delivery, another nonce or another key is forged', async () => {
  const code = await sign(`MCG1.${DELIVERY}.n0nce`);
  const forged = [
    code.replace(DELIVERY, DELIVERY.replace(/9$/, '8')),
    code.replace('n0nce', 'nonce'),
    `${code.slice(0, -2)}AA`,
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
