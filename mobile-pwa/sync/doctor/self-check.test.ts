import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { findOfSelf, LOW_BYTES, type SelfFacts } from './self-check.ts';

const WELL: SelfFacts = {
  session: { needs_sign_in: false, put_back: false },
  aheadMs: 0,
  bytesLeft: LOW_BYTES,
  isStorageKept: true,
  camera: 'works',
};
const found = (change: Partial<SelfFacts>) => findOfSelf({ ...WELL, ...change });

test('[FIND-19] a phone in which all is well is told so', () => {
  expect(found({})).toEqual({ token: 'good', clock: 'good', storage: 'good', camera: 'works' });
});

test('[FIND-19] a session that has ended, a clock that is off and storage that is short or not kept are each named', () => {
  expect(found({ session: null }).token).toBe('nobody');
  expect(found({ session: { needs_sign_in: true, put_back: false } }).token).toBe('sign_in');
  expect(found({ session: { needs_sign_in: true, put_back: true } }).token).toBe('put_back');
  expect(found({ aheadMs: LIMITS.clockDriftMs }).clock).toBe('good');
  expect(found({ aheadMs: LIMITS.clockDriftMs + 1 }).clock).toBe('ahead');
  expect(found({ aheadMs: -LIMITS.clockDriftMs - 1 }).clock).toBe('behind');
  expect(found({ aheadMs: null }).clock).toBe('unknown');
  expect(found({ bytesLeft: LOW_BYTES - 1, isStorageKept: false }).storage).toBe('low');
  expect(found({ bytesLeft: null, isStorageKept: false }).storage).toBe('unkept');
});
