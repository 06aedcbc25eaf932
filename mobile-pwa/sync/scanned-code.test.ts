import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { nonceOf } from '#shared/domain/note-depot.ts';
import { base64Url } from '#shared/ports/crypto.ts';
import { readScanned } from './scanned-code.ts';

const pairing = {
  v: 1,
  depot: 'ORN',
  hub: '0190163d-8694-739b-aea5-966c26f8ad91',
  urls: ['https://192.168.1.10:8443'],
  server: 'https://hq.example.com',
  ca: null,
};
const read = (text: string) => readScanned(text, { jwks: { keys: [] }, appHost: 'manchengo.local', depotId: 1 });

test('[FIND-11] the scanner of notes knows a depot’s code, and one that is at fault', async () => {
  expect(await read(JSON.stringify(pairing))).toEqual({ kind: 'depot', depot: 'ORN' });
  expect(await read(JSON.stringify({ ...pairing, v: 2 }))).toEqual({ kind: 'bad_depot', why: 'NEWER' });
  const outside = { ...pairing, urls: ['https://hub.example.com'] };
  expect(await read(JSON.stringify(outside))).toEqual({ kind: 'bad_depot', why: 'OUTSIDE' });
});

test('[FIND-11] whatever is neither stays what it was', async () => {
  expect(await read('3760123456789')).toEqual({ kind: 'not_ours' });
  expect(await read('{"name":"a menu"}')).toEqual({ kind: 'not_ours' });
  expect(await read('MCG1.x')).toEqual({ kind: 'forged' });
});

test('[FORM-5] another depot’s note is told by its own signed statement; a forged one, an older one and one’s own are what they were', async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'qr-1' }] };
  const delivery = '01a20554-7dac-76de-b3d5-0a2b3bc1e0e9';
  const codeOf = async (nonce: string) => {
    const text = `MCG1.${delivery}.${nonce}`;
    const bytes = new TextEncoder().encode(text);
    const signature = await crypto.subtle.sign('Ed25519', pair.privateKey as CryptoKey, bytes);
    return `${text}.${base64Url(new Uint8Array(signature))}`;
  };
  const kindAt = async (depotId: number | null, text: string) =>
    (await readScanned(text, { jwks, appHost: 'manchengo.local', depotId })).kind;
  const ofTwo = await codeOf(nonceOf(2, 'AbC-_0123456'));
  expect(await kindAt(1, ofTwo)).toBe('other_depot');
  expect(await kindAt(2, ofTwo)).toBe('genuine');
  // Whoever works in no depot is sent to any.
  expect(await kindAt(null, ofTwo)).toBe('genuine');
  expect(await kindAt(1, await codeOf('AbC-_0123456'))).toBe('genuine');
  expect(await kindAt(1, ofTwo.replace('D2_', 'D1_'))).toBe('forged');
});
