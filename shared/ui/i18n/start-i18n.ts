import { createInstance, type FormatterModule, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { formatNumber } from '../format.ts';
import type { fr } from './fr.ts';
import { isLanguage, LANGUAGES, type Language, saveLanguage } from './languages.ts';
import { type Texts, withAllPluralForms, withFrenchSpaces } from './translation.ts';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    ui: typeof fr;
  }
  interface CustomTypeOptions {
    defaultNS: 'ui';
  }
}

/** One language's texts by namespace: the shared ones are `ui`, each app adds its own. */
export type LanguageTexts = Record<string, Texts>;

export type LoadTexts = (language: Language) => Promise<LanguageTexts>;

export interface I18nOptions {
  language: Language;
  /** The texts in hand, those of `language` among them: no screen waits for them. */
  texts: Partial<Record<Language, LanguageTexts>>;
  /** Fetches another language's; absent where all are in hand. */
  load?: LoadTexts;
}

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

/** How the languages come that an app does not start with. */
const loaders = new WeakMap<I18n, LoadTexts>();

/** With the chosen language's texts in hand, it has started when this returns. */
export function startI18n({ language, texts, load }: I18nOptions): I18n {
  const i18n = createInstance();
  if (load) loaders.set(i18n, load);
  void i18n
    .use(initReactI18next)
    .use(numbersAsEverywhere)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: Object.keys(texts[language] ?? {}),
      defaultNS: 'ui',
      initAsync: false,
      interpolation: { escapeValue: false, alwaysFormat: true },
    });
  addTexts(i18n, texts);
  i18n.on('languageChanged', (changed) => {
    if (isLanguage(changed)) saveLanguage(changed);
  });
  return i18n;
}

/** Puts texts beside those in hand. No screen that stands there changes. */
export function addTexts(i18n: I18n, texts: I18nOptions['texts']): void {
  for (const language of LANGUAGES) {
    for (const [namespace, each] of Object.entries(texts[language] ?? {}))
      i18n.addResourceBundle(language, namespace, asPrinted(each, language), true, true, { silent: true });
  }
}

/** Fetches a language's texts where they are not in hand yet. Throws where they cannot be had, and nothing has changed then. */
export async function fetchTexts(i18n: I18n, language: Language): Promise<void> {
  const load = loaders.get(i18n);
  if (load && !i18n.hasResourceBundle(language, 'ui')) addTexts(i18n, { [language]: await load(language) });
}
