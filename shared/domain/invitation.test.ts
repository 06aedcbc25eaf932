import { expect, test } from 'vitest';
import { readFingerprint, readInvitation } from './invitation.ts';

const ca = 'ab'.repeat(32);
const invitation = { v: 1, server: 'https://hq.example.com', code: 'ABCD-EFGH', ca };

test('[SETUP-2] an invitation is read whole, whatever blanks stand around it', () => {
  expect(readInvitation(`\n  ${JSON.stringify(invitation)}\n`)).toEqual(invitation);
  expect(readInvitation(JSON.stringify({ ...invitation, ca: null }))).toEqual({ ...invitation, ca: null });
});

test.each([
  '',
  'ABCD-EFGH',
  '{}',
  '{"v":2,"server":"https://x","code":"a","ca":null}',
  '{"v":1,"server":"","code":"a","ca":null}',
  'null',
  '[1]',
])('[SETUP-2] %j is no invitation', (text) => expect(readInvitation(text)).toBeNull());

test('[SETUP-2] a fingerprint is read in groups of any kind', () => {
  const groups = ca.toUpperCase().match(/.{4}/g) ?? [];
  for (const between of ['', ' ', ':', '-', '\n']) expect(readFingerprint(groups.join(between))).toBe(ca);
  for (const wrong of ['', ca.slice(1), `${ca}0`, `${ca.slice(1)}g`]) expect(readFingerprint(wrong)).toBeNull();
});
