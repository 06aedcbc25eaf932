import { expect, it } from 'vitest';
import { keyOfIntent } from './key-of-intent.ts';

it('[CONSOLE-5] keeps one key while the same is sent again, and takes another for another act or once it is done', () => {
  let made = 0;
  const key = keyOfIntent(() => `key ${++made}`);
  expect([key.of('cancel 1'), key.of('cancel 1')]).toEqual(['key 1', 'key 1']);
  expect(key.of('cancel 2')).toBe('key 2');
  key.forget();
  expect(key.of('cancel 2')).toBe('key 3');
});
