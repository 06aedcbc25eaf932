/**
 * Text as it is kept: what a person sees is what there is. Composed (NFC), each kind of blank a plain one and single,
 * none at the ends, and without characters that nobody sees (zero width, direction marks, control characters). The
 * joiners that Arabic script writes with stay between letters.
 */
export const normaliseText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\r\n\v\f]+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ \u200C\u200D]+|[ \u200C\u200D]+$/g, '');

/** Control and format characters and fillers, but for the two joiners. */
const INVISIBLE = /(?!\u200C|\u200D)(?:\p{Cc}|\p{Cf}|\p{Variation_Selector}|\u115F|\u1160|\u3164|\uFFA0)/gu;

/**
 * A code (of a product, a lot, a depot) as it is compared: blanks, case and full-width forms make no other code. It is
 * kept and shown as `normaliseText` leaves it.
 */
export const normaliseCode = (code: string): string =>
  normaliseText(code.normalize('NFKC'))
    .replaceAll(' ', '')
    .replaceAll(/[\u200C\u200D]/g, '')
    .toUpperCase();

/** Arabic-Indic (`٠`–`٩`) and Persian (`۰`–`۹`) digits as Latin ones; every other sign stays. */
export const latinDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** Whether a text shows anything at all. */
export const isVisible = (text: string): boolean => normaliseText(text) !== '';
