import type { i18n as I18n } from 'i18next';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { LANGUAGES, type Language, savedLanguage } from './languages.ts';
import { startI18n } from './start-i18n.ts';
import type { Texts } from './translation.ts';

const ui: Record<Language, Texts> = { fr, ar, en };

/**
 * An app that has every language in hand: its texts beside the shared ones (`ui`). It types its own namespace with
 * `declare module 'i18next' { interface ResourceNamespaceMap { depot: typeof fr } }`.
 */
export function createI18n(namespaces: Record<string, Record<Language, Texts>>): I18n {
  const all = Object.entries({ ui, ...namespaces });
  const texts = Object.fromEntries(
    LANGUAGES.map((language) => [language, Object.fromEntries(all.map(([name, each]) => [name, each[language]]))]),
  );
  return startI18n({ language: savedLanguage(), texts });
}
