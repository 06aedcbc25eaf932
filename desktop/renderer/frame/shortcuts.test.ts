import { expect, it } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const pressed = (key: string, more = {}) =>
  shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, inField: false, ...more });

it('knows its keys, in upper and lower case', () => {
  expect(pressed('?')).toBe('help');
  expect(pressed('P')).toBe('printAll');
  expect(pressed('x')).toBeNull();
});

it('leaves keys to the field that is being filled in, but for the palette', () => {
  expect(pressed('p', { inField: true })).toBeNull();
  expect(pressed('k', { ctrlKey: true, inField: true })).toBe('palette');
});

it('leaves the browser its own combinations', () => {
  expect(pressed('p', { ctrlKey: true })).toBeNull();
  expect(pressed('1', { altKey: true })).toBeNull();
});
