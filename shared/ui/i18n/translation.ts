import type { Language } from './languages.ts';

/** French has `_one` and `_other`; Arabic needs more forms, so a translation may add those of the same stem. */
type PluralStem<K> = K extends `${infer Stem}_other` ? Stem : never;
type ExtraForms<T> = Partial<Record<`${PluralStem<keyof T>}_${'zero' | 'two' | 'few' | 'many'}`, string>>;

/** The texts of another language: the same keys as the French, which is written first. */
export type Translation<French> = {
  [K in keyof French]: French[K] extends string ? string : Translation<French[K]>;
} & ExtraForms<French>;

export interface Texts {
  [key: string]: string | Texts;
}

const FORM = /^(.+)_other$/;

/** As Intl.PluralRules has them; to ask it takes a slow phone longer than all the texts do. */
export const PLURAL_FORMS: Record<Language, readonly Intl.LDMLPluralRule[]> = {
  fr: ['one', 'many', 'other'],
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
  en: ['one', 'other'],
};

/**
 * Fills in the plural forms that a language has but the author did not need to tell apart, from `_other`; i18next would
 * otherwise fall back to French in the middle of an Arabic screen.
 */
export function withAllPluralForms(texts: Texts, language: Language): Texts {
  return withForms(texts, PLURAL_FORMS[language]);
}

function withForms(texts: Texts, forms: readonly Intl.LDMLPluralRule[]): Texts {
  const complete: Texts = {};
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text !== 'string') {
      complete[key] = withForms(text, forms);
      continue;
    }
    complete[key] = text;
    const stem = FORM.exec(key)?.[1];
    for (const form of stem ? forms : []) complete[`${stem}_${form}`] ??= texts[`${stem}_${form}`] ?? text;
  }
  return complete;
}

/**
 * In French a space stands before some signs, and none of them may begin a line. The authors write plain spaces; these are
 * the ones that do not break, narrow or not as a printer would have them.
 */
export const withFrenchSpaces = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string'
        ? text.replace(/ (?=[?!;])/g, '\u202F').replace(/ (?=[:»])|(?<=«) /g, '\u00A0')
        : withFrenchSpaces(text),
    ]),
  );
