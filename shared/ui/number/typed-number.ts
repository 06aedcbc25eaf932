import { latinDigits } from '#shared/domain/text.ts';
import { formatAmountBare, formatNumber } from '../format.ts';

/** Why a text is no number for its field. Each has a sentence: `ui:number.<fault>`. */
export type NumberFault = 'EMPTY' | 'NOT_A_NUMBER' | 'NEGATIVE' | 'NOT_WHOLE' | 'TOO_FINE' | 'TOO_LITTLE' | 'TOO_MUCH';

export interface Range {
  min: number;
  max: number;
}

/**
 * What a number field holds: a number, nothing yet (null), or the text that was typed and is no number. Such a text is
 * kept as it stands and never guessed at, so that no number ever becomes another.
 */
export type Entered = number | string | null;

export type Reading = { ok: true; value: number } | { ok: false; fault: NumberFault };

/** How the numbers of a field are read and shown. */
export interface NumberForm {
  read(text: string, range: Range): Reading;
  /** As every column shows it. */
  show(value: number): string;
  /** Without blanks, to be changed. */
  edit(value: number): string;
}

/** Whole sale units. */
export const quantityForm: NumberForm = { read: readQuantity, show: formatNumber, edit: String };

/** Centimes, typed and shown as dinars with a decimal comma. */
export const moneyForm: NumberForm = {
  read: readMoney,
  show: formatAmountBare,
  edit: (centimes) => `${Math.floor(centimes / 100)},${String(centimes % 100).padStart(2, '0')}`,
};

/** What has been typed into a field, as its owner keeps it. */
export function enteredOf(text: string, form: NumberForm, range: Range): Entered {
  const reading = form.read(text, range);
  if (reading.ok) return reading.value;
  return reading.fault === 'EMPTY' ? null : text;
}

/** The text for what a field holds. */
export const textOf = (entered: Entered, write: (value: number) => string): string =>
  typeof entered === 'number' ? write(entered) : (entered ?? '');

function readQuantity(text: string, range: Range): Reading {
  const parts = partsOf(text);
  if (!parts.ok) return parts;
  if (parts.value.fraction !== '') return { ok: false, fault: 'NOT_WHOLE' };
  return within(parts.value.whole, range);
}

function readMoney(text: string, range: Range): Reading {
  const parts = partsOf(text);
  if (!parts.ok) return parts;
  const { whole, fraction } = parts.value;
  // Three digits after the sign may be thousands to one reader and a fraction to the next: nobody guesses.
  if (fraction.length > 2) return { ok: false, fault: 'TOO_FINE' };
  return within(whole + fraction.padEnd(2, '0'), range);
}

/** Beyond this many digits a number is no longer exact, and beyond every range. */
const EXACT_DIGITS = 15;

function within(digits: string, { min, max }: Range): Reading {
  const significant = digits.replace(/^0+(?=\d)/, '');
  if (significant.length > EXACT_DIGITS) return { ok: false, fault: 'TOO_MUCH' };
  const value = Number(significant);
  if (value > max) return { ok: false, fault: 'TOO_MUCH' };
  return value < min ? { ok: false, fault: 'TOO_LITTLE' } : { ok: true, value };
}

type Parts = { ok: true; value: { whole: string; fraction: string } } | { ok: false; fault: NumberFault };

/** Marks that say in which direction a text runs, and joiners: keyboards and copied texts bring them, nobody sees them. */
const UNSEEN = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\u061C\uFEFF]/g;
/** ASCII and the signs that keyboards and printed texts have for it. */
const MINUS = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/;
/** Thousands stand in threes behind blanks of any width, or behind the Arabic thousands sign; the comma, dot and Arabic signs begin the fraction. */
const NUMBER = /^(\d+|\d{1,3}(?:[\s\u066C]\d{3})+)?(?:[.,\u066B\u060C](\d*))?$/;

function partsOf(text: string): Parts {
  const plain = latinDigits(text.replace(UNSEEN, '')).trim();
  if (plain === '') return { ok: false, fault: 'EMPTY' };
  if (MINUS.test(plain)) return { ok: false, fault: 'NEGATIVE' };
  const [, grouped = '', fraction = ''] = NUMBER.exec(plain) ?? [];
  if (grouped + fraction === '') return { ok: false, fault: 'NOT_A_NUMBER' };
  return { ok: true, value: { whole: grouped.replace(/\D/g, '') || '0', fraction } };
}
