import type { Language } from '#shared/contract/languages.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

export type Texts = typeof fr;

const TEXTS: Record<Language, Texts> = { fr, ar, en };

export const textsOf = (language: Language): Texts => TEXTS[language];

/** A text with its `{places}` filled in. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
