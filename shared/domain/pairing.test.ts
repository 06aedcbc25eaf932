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
  expect(read({ later: true })).toEqual({ ok: true, value: code });
  expect(read({ ca: null })).toMatchObject({ ok: true, value: { ca: null } });
});

test.each([
  [{ v: 2 }, 'NEWER'],
  [{ v: '1' }, 'BROKEN'],
  [{ v: undefined }, 'BROKEN'],
  [{ depot: '' }, 'BROKEN'],
  [{ depot: 'x'.repeat(LIMITS.identifierChars + 1) }, 'BROKEN'],
  [{ hub: 'not-an-id' }, 'BROKEN'],
  [{ hub: undefined }, 'OTHER_CODE'],
  [{ urls: [] }, 'BROKEN'],
  [{ urls: 'https://manchengo.local:8443' }, 'BROKEN'],
  [{ urls: undefined }, 'OTHER_CODE'],
  [{ urls: ['https://evil.example.com', 'http://192.168.1.10:8443', null] }, 'OUTSIDE'],
  [{ server: 'http://hq.example.com' }, 'BROKEN'],
  [{ server: undefined }, 'BROKEN'],
] as const)(
  '[FIND-4] [FIND-11] what is no pairing code, or leads out of the yard, is told apart: %j',
  (change, fault) => {
    expect(read(change)).toEqual({ ok: false, error: fault });
  },
);

test('[FIND-4] [FIND-11] other texts are no pairing codes', () => {
  for (const text of ['', 'null', '[]', '7', '{}', 'MCG1.x.y.z', 'https://manchengo.local']) {
    expect(readPairing(text, APP_HOST)).toEqual({ ok: false, error: 'OTHER_CODE' });
  }
});

test('[FIND-4] of the addresses that lead out of the yard none is kept, and of the others no more than the limit', () => {
  expect(read({ urls: [...code.urls, 'https://evil.example.com'] })).toEqual({ ok: true, value: code });
  const many = (count: number) => Array.from({ length: count }, (_, i) => `https://10.0.0.${i}`);
  expect(readHubUrls(many(LIMITS.addressesPerNode), APP_HOST)).toHaveLength(LIMITS.addressesPerNode);
  expect(readHubUrls(many(LIMITS.addressesPerNode + 1), APP_HOST)).toHaveLength(LIMITS.addressesPerNode);
  expect(readHubUrls([code.urls[0], `${code.urls[0]}/`], APP_HOST)).toHaveLength(1);
});
