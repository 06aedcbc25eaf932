import { expect, it } from 'vitest';
import { keyMeaning } from './key-meaning.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, inField: false };

it('[CONSOLE-3] means by each key what the list of keys says', () => {
  expect(keyMeaning({ ...plain, key: '?' })).toEqual({ kind: 'help' });
  expect(keyMeaning({ ...plain, key: '/' })).toEqual({ kind: 'search' });
  expect(keyMeaning({ ...plain, key: '3' })).toEqual({ kind: 'section', index: 2 });
  expect(keyMeaning({ ...plain, key: 'k', ctrlKey: true })).toEqual({ kind: 'palette' });
});

it('[CONSOLE-3] leaves plain keys to the field that is filled in', () => {
  expect(['?', '/', '3'].map((key) => keyMeaning({ ...plain, key, inField: true }))).toEqual([null, null, null]);
  expect(keyMeaning({ ...plain, key: 'K', metaKey: true, inField: true })).toEqual({ kind: 'palette' });
});
