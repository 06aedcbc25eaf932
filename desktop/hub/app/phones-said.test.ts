import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { PhonesSaid } from './phones-said.ts';

test('[DEPOT-12] what a phone said last counts, of so many phones as a hub remembers', () => {
  const said = new PhonesSaid();
  const one = { unsent: 3, battery: 80, app: '1.0.0' };
  said.note('a', { unsent: 4, battery: null, app: null });
  said.note('a', one);
  expect([said.of('a'), said.of('b')]).toEqual([one, { unsent: null, battery: null, app: null }]);
  for (let n = 1; n < LIMITS.saidNumbers; n += 1) said.note(`x${n}`, one);
  expect(said.of('a')).toEqual(one);
  said.note('last', one);
  expect(said.of('a').unsent).toBeNull();
});
