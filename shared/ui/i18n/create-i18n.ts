import { createInstance, type FormatterModule, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { formatNumber } from '../format.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { isLanguage, LANGUAGES, type Language, savedLanguage, saveLanguage } from './languages.ts';
import { type Texts, withAllPluralForms, withFrenchSpaces } from './translation.ts';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    ui: typeof fr;
  }
  interface CustomTypeOptions {
    defaultNS: 'ui';
  }
}

const ui: Record<Language, Texts> = { fr, ar, en };

/** A number in a sentence is written as in any column. */
const numbersAsEverywhere: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value) => (typeof value === 'number' ? formatNumber(value) : value),
};

function asPrinted(texts: Texts, language: Language): Texts {
  const complete = withAllPluralForms(texts, language);
  return language === 'fr' ? withFrenchSpaces(complete) : complete;
}

/**
 * The app's texts beside the shared ones (`ui`). An app types its own namespace with
 * `declare module 'i18next' { interface ResourceNamespaceMap { phone: typeof fr } }`.
 */
export function createI18n(namespaces: Record<string, Record<Language, Texts>>): I18n {
  const all = { ui, ...namespaces };
  const i18n = createInstance();
  // With texts in hand, `init` has finished when it returns: no screen waits for its texts.
  void i18n
    .use(initReactI18next)
    .use(numbersAsEverywhere)
    .init({
      lng: savedLanguage(),
      fallbackLng: 'fr',
      supportedLngs: LANGUAGES,
      ns: Object.keys(all),
      defaultNS: 'ui',
      initAsync: false,
      interpolation: { escapeValue: false, alwaysFormat: true },
      resources: Object.fromEntries(
        LANGUAGES.map((language) => [
          language,
          Object.fromEntries(Object.entries(all).map(([ns, texts]) => [ns, asPrinted(texts[language], language)])),
        ]),
      ),
    });
  i18n.on('languageChanged', (language) => {
    if (isLanguage(language)) saveLanguage(language);
  });
  return i18n;
}
