import { expect, test } from 'vitest';
import { readScanned } from './scanned-code.ts';

const pairing = {
  v: 1,
  depot: 'ORN',
  hub: '0190163d-8694-739b-aea5-966c26f8ad91',
  urls: ['https://192.168.1.10:8443'],
  server: 'https://hq.example.com',
  ca: null,
};
const read = (text: string) => readScanned(text, { keys: [] }, 'manchengo.local');

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
