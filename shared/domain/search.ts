/**
 * Text as it is searched: the same on the phone, at the depot and, as the SQL function `folded`, at HQ. Without case and
 * accents; what a reader of Arabic takes for the same letter is the same, with or without vowel signs and lengthening;
 * digits of any script are Latin ones.
 */
export const folded = (text: string): string => (PLAIN.test(text) ? text.toLowerCase() : foldedLetters(text));

/** Nothing in it but what every keyboard has: most names, and quickly done. */
const PLAIN = /^[\x20-\x7E]*$/;

const foldedLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[^\x20-\x7E]/g, (letter) => LETTERS.get(letter) ?? letter);

/** Accents, vowel signs and the lengthening stroke; joiners and direction marks, which nobody sees. */
const MARKS =
  /[\u0300-\u036F\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Letters, digits and signs that decomposition does not bring together, and what each is the same as. */
export const SAME_LETTERS = {
  from: '\u00D8\u0141\u0110\u0671\u0649\u06CC\u06D0\u0629\u06D5\u06C1\u06A9\u06AA\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u06F0\u06F1\u06F2\u06F3\u06F4\u06F5\u06F6\u06F7\u06F8\u06F9\u00F8\u0142\u0111\u0131\u2019\u2018\u02BC\u00A0\u202F\u2007\u2009\u2013\u2014\u2011',
  to: 'old\u0627\u064A\u064A\u064A\u0647\u0647\u0647\u0643\u064301234567890123456789oldi\u0027\u0027\u0027    ---',
};

const LETTERS = new Map<string, string>([
  ...[...SAME_LETTERS.from].map((letter, index): [string, string] => [letter, [...SAME_LETTERS.to][index] as string]),
  ['\u0153', 'oe'],
  ['\u00E6', 'ae'],
  ['\u00DF', 'ss'],
]);

/** The words of a search, each to be found somewhere in the text, in any order. */
export const searchWords = (wanted: string): string[] => folded(wanted).split(/\s+/).filter(Boolean);

/** A telephone number also as it is typed in haste: its digits alone. */
export const searchablePhone = (phone: string | null | undefined): string =>
  phone ? `${phone} ${folded(phone).replaceAll(/[^0-9]/g, '')}` : '';

/** The items whose text holds every word that was typed, in their own order. */
export type Search<T> = (wanted: string) => T[];

/** A list that is searched with every key: each text is folded once, which is the dear part of it on an old phone. */
export function searchIn<T>(items: T[], textOf: (item: T) => string): Search<T> {
  const texts: string[] = [];
  return (wanted) => {
    const words = searchWords(wanted);
    if (words.length === 0) return items;
    return items.filter((item, index) => {
      texts[index] ??= folded(textOf(item));
      return words.every((word) => texts[index]?.includes(word));
    });
  };
}

/** The same for a list that is searched once. */
export const matching = <T>(items: T[], wanted: string, textOf: (item: T) => string): T[] =>
  searchIn(items, textOf)(wanted);

/** The order in which people look things up: by letters, whatever case and accents, numbers by their value. */
export const inOrderOfNames = (language: string): ((a: string, b: string) => number) =>
  new Intl.Collator(language, { sensitivity: 'base', numeric: true }).compare;
