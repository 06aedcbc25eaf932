import { expect, test } from 'vitest';
import { isVisible, latinDigits, normaliseCode, normaliseText } from './text.ts';

test.each([
  ['  \u00C9picerie \u00A0 Nour\u202F ', '\u00C9picerie Nour'],
  ['E\u0301picerie', '\u00C9picerie'],
  ['Nour\u200B\uFEFF\u202E', 'Nour'],
  ['Nour\tet\r\nfils', 'Nour et fils'],
  ['\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645', '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645'],
])('[TEXT-1] %j is kept as %j', (said, kept) => {
  expect(normaliseText(said)).toBe(kept);
  expect(normaliseText(kept)).toBe(kept);
});

test('[TEXT-2] blanks, case, zero-width and full-width characters make no other code', () => {
  const same = ['CAM-250', ' cam-250 ', 'Cam-250\u00A0', 'CAM\u200B-250', 'CAM - 250', '\uFF23\uFF21\uFF2D-250'];
  expect(new Set(same.map(normaliseCode))).toEqual(new Set(['CAM-250']));
  expect(normaliseCode('CAM-251')).not.toBe('CAM-250');
});

test.each(['', ' ', '\u200B', '\u00A0\uFEFF', '\u3164', '\u200D'])('[TEXT-1] %j shows nothing', (text) => {
  expect(isVisible(text)).toBe(false);
});

test('[NUM-4] Arabic-Indic and Persian digits become Latin ones, sign by sign, and nothing else changes', () => {
  expect(latinDigits('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789');
  expect(latinDigits('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789');
  expect(latinDigits('+٢١٣ ۵۵۵ ab-٧٧')).toBe('+213 555 ab-77');
});
