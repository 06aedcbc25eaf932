import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { readHubUrls, readPairing } from './pairing.ts';

const APP_HOST = 'manchengo.local';
const code = {
  v: 1,
  depot: 'ALG',
  hub: '0190163d-8694-739b-aea5-966c26f8ad91',
  urls: ['https://manchengo.local:8443', 'https://192.168.1.10:8443'],
  server: 'https://hq.example.com',
  ca: 'ab'.repeat(32),
};
const read = (change: object) => readPairing(JSON.stringify({ ...code, ...change }), APP_HOST);

test('[FIND-4] a pairing code is read, members that are not known yet left aside', () => {
  expect(read({ later: true })).toEqual(code);
  expect(read({ ca: null })?.ca).toBeNull();
});

test.each([
  { v: 2 },
  { depot: '' },
  { depot: 'x'.repeat(LIMITS.identifierChars + 1) },
  { hub: 'not-an-id' },
  { urls: [] },
  { urls: 'https://manchengo.local:8443' },
  { urls: ['https://evil.example.com', 'http://192.168.1.10:8443', null] },
  { server: 'http://hq.example.com' },
  { server: undefined },
])('[FIND-4] what is no pairing code, or leads out of the yard, is none: %j', (change) => {
  expect(read(change)).toBeNull();
});

test('[FIND-4] other texts are no pairing codes', () => {
  for (const text of ['', 'null', '[]', '7', 'MCG1.x.y.z', 'https://manchengo.local']) {
    expect(readPairing(text, APP_HOST)).toBeNull();
  }
});

test('[FIND-4] of the addresses that lead out of the yard none is kept, and of the others no more than the limit', () => {
  expect(read({ urls: [...code.urls, 'https://evil.example.com'] })?.urls).toEqual(code.urls);
  const many = (count: number) => Array.from({ length: count }, (_, i) => `https://10.0.0.${i}`);
  expect(readHubUrls(many(LIMITS.addressesPerNode), APP_HOST)).toHaveLength(LIMITS.addressesPerNode);
  expect(readHubUrls(many(LIMITS.addressesPerNode + 1), APP_HOST)).toHaveLength(LIMITS.addressesPerNode);
  expect(readHubUrls([code.urls[0], `${code.urls[0]}/`], APP_HOST)).toHaveLength(1);
});
