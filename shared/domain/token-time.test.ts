import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { tokenAge } from './token-time.ts';

const iat = 1_000_000;
const exp = iat + LIMITS.accessTokenSeconds;
const ageAt = (nowSeconds: number, more: object = {}) => tokenAge({ iat, exp, ...more }, nowSeconds);

test('[AUTH-8] a token ends at the second of its exp', () => {
  expect(ageAt(exp - 0.001)).toBe('fresh');
  expect(ageAt(exp)).toBe('in_grace');
});

test('[AUTH-21] the grace of a hub that is cut off ends exactly 72 h after the issue', () => {
  const end = iat + LIMITS.offlineGraceSeconds;
  expect(LIMITS.offlineGraceSeconds).toBe(72 * 3600);
  expect(ageAt(end - 0.001)).toBe('in_grace');
  expect(ageAt(end)).toBe('expired');
});

test('[AUTH-20] a token from beyond the tolerance is not valid yet, whatever its nbf is', () => {
  expect(ageAt(iat - LIMITS.tokenToleranceSeconds)).toBe('fresh');
  expect(ageAt(iat - LIMITS.tokenToleranceSeconds - 0.001)).toBe('not_yet');
  expect(ageAt(iat, { nbf: iat + LIMITS.tokenToleranceSeconds })).toBe('fresh');
  expect(ageAt(iat, { nbf: iat + LIMITS.tokenToleranceSeconds + 1 })).toBe('not_yet');
  for (const nbf of ['0', null, Number.NaN, {}]) expect(ageAt(iat, { nbf })).toBe('not_yet');
});
