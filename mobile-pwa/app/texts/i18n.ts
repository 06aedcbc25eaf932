import type { i18n as I18n } from 'i18next';
import { LANGUAGES, type Language, savedLanguage } from '#shared/ui/i18n/languages.ts';
import { type LoadTexts, startI18n } from '#shared/ui/i18n/start-i18n.ts';
import type { fr } from './fr.ts';
import { wiped } from './wiped.ts';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    phone: typeof fr;
    wiped: (typeof wiped)['fr'];
  }
}

/** Each language is a file of its own, and a phone reads the one that is spoken on it. The service worker keeps all. */
const loadTexts: LoadTexts = async (language) => {
  switch (language) {
    case 'fr':
      return import('./fr.ts').then(({ fr, ui }) => ({ phone: fr, ui }));
    case 'ar':
      return import('./ar.ts').then(({ ar, ui }) => ({ phone: ar, ui }));
    case 'en':
      return import('./en.ts').then(({ en, ui }) => ({ phone: en, ui }));
  }
};

export async function loadI18n(): Promise<I18n> {
  const language: Language = savedLanguage();
  const spoken = await loadTexts(language);
  const texts = Object.fromEntries(LANGUAGES.map((each) => [each, { wiped: wiped[each] }]));
  return startI18n({
    language,
    texts: { ...texts, [language]: { ...spoken, wiped: wiped[language] } },
    load: loadTexts,
  });
}
