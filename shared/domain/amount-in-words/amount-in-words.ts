import { inArabic } from './arabic.ts';
import { inEnglish } from './english.ts';
import { inFrench } from './french.ts';

export type WordsLanguage = 'fr' | 'ar' | 'en';

const WRITERS: Record<WordsLanguage, (dinars: number, centimes: number) => string> = {
  fr: inFrench,
  ar: inArabic,
  en: inEnglish,
};

/** An amount (centimes, 0 or more) in letters, as the law wants it beside the figures on an invoice. */
export function amountInWords(amount: number, language: WordsLanguage): string {
  return WRITERS[language](Math.floor(amount / 100), amount % 100);
}
