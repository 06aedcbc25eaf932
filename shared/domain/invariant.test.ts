import { expect, test } from 'vitest';
import { invariant } from './invariant.ts';

test('what a program believes is stated, and where it does not hold nothing goes on', () => {
  expect(() => invariant(true, 'one is one')).not.toThrow();
  expect(() => invariant(false, 'one is two')).toThrow('This cannot be: one is two');
});
