import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { isDay } from '#shared/domain/company-day.ts';
import { folded } from '#shared/domain/search.ts';

/** What a cell says, or why it says nothing, as the end of a sentence that names its column. */
export type Read<T> = Result<T, string>;

/** Digits of any script, and blanks of any kind that stand between thousands. */
const plain = (cell: string): string => folded(cell).trim();

const WHOLE = /^(\d{1,3}( \d{3})+|\d{1,15})$/;
const DECIMAL = /^(\d{1,3}( \d{3})+|\d{1,15})([.,]\d+)?$/;

/** `1 250`: no sign, no decimals. */
export function wholeNumber(cell: string): Read<number> {
  const text = plain(cell);
  if (!WHOLE.test(text)) return fail(`is "${cell}", which is no whole number`);
  return ok(Number(text.replaceAll(' ', '')));
}

/** Centimes, as the API has them. Decimals would be dinars: which of the two is meant is for the file to say. */
export function centimes(cell: string, column: string): Read<number> {
  const text = plain(cell);
  if (WHOLE.test(text)) return ok(Number(text.replaceAll(' ', '')));
  return DECIMAL.test(text)
    ? fail(`is "${cell}", and this column is in centimes: name it ${column}_da where the file is in dinars`)
    : fail(`is "${cell}", which is no amount`);
}

/** Dinars as a French spreadsheet writes them, `1 250,50`, in centimes. */
export function dinars(cell: string): Read<number> {
  const text = plain(cell).replace(/ ?(da|dzd)$/, '');
  if (/^\d{1,3}[.,]\d{3}$/.test(text)) {
    return fail(`is "${cell}", which can be read in two ways: write the thousands without a sign, and two decimals`);
  }
  const match = /^(\d{1,3}(?: \d{3})+|\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text);
  if (!match) return fail(`is "${cell}", which is no amount in dinars`);
  const [, whole = '', part = ''] = match;
  return ok(Number(whole.replaceAll(' ', '')) * 100 + Number(part.padEnd(2, '0')));
}

/** `19`, `19,5` or `19 %`. */
export function percent(cell: string): Read<number> {
  const text = plain(cell).replace(/ ?%$/, '');
  if (!DECIMAL.test(text)) return fail(`is "${cell}", which is no rate in percent`);
  return ok(Number(text.replaceAll(' ', '').replace(',', '.')));
}

/** A degree of latitude or longitude. */
export function degrees(cell: string): Read<number> {
  const text = plain(cell);
  if (!/^-?\d{1,3}([.,]\d+)?$/.test(text)) return fail(`is "${cell}", which is no place in degrees`);
  return ok(Number(text.replace(',', '.')));
}

/** `2026-12-31` or `31/12/2026`, as YYYY-MM-DD. */
export function day(cell: string): Read<string> {
  const text = plain(cell);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const parts = iso ? iso.slice(1) : french ? french.slice(1).reverse() : null;
  if (!parts) return fail(`is "${cell}": write a day as 31/12/2026 or 2026-12-31`);
  const date = parts.map((part) => part.padStart(2, '0')).join('-');
  return isDay(date) ? ok(date) : fail(`is "${cell}", a day that no calendar has`);
}

const YES = ['oui', 'o', 'vrai', 'x', 'yes', 'y', 'true', '1', 'نعم'].map(folded);
const NO = ['non', 'n', 'faux', '-', 'no', 'false', '0', 'لا'].map(folded);

/** `oui`, `yes`, `نعم` or their contraries. */
export function yesOrNo(cell: string): Read<boolean> {
  const text = plain(cell);
  if (YES.includes(text)) return ok(true);
  return NO.includes(text) ? ok(false) : fail(`is "${cell}": write oui or non`);
}

/** One of a few values, by its own name or by a word of the three languages. */
export const oneOf =
  (words: Readonly<Record<string, readonly string[]>>) =>
  (cell: string): Read<string> => {
    const text = plain(cell);
    const found = Object.entries(words).find(([value, names]) =>
      [value, ...names].some((name) => folded(name) === text),
    );
    return found ? ok(found[0]) : fail(`is "${cell}", which is none of ${Object.keys(words).join(', ')}`);
  };

/** Numbers of things, separated by blanks or bars. */
export function numberList(cell: string): Read<number[]> {
  const parts = plain(cell)
    .split(/[\s|]+/)
    .filter(Boolean);
  return parts.every((part) => /^\d{1,9}$/.test(part))
    ? ok(parts.map(Number))
    : fail(`is "${cell}": write numbers with blanks between them`);
}
