import { isLanguage, type Language } from '#shared/contract/languages.ts';

export { directionOf, isLanguage, LANGUAGES, type Language } from '#shared/contract/languages.ts';

/** Each language says its own name, so that whoever is lost in another finds the way back. */
export const LANGUAGE_NAMES: Record<Language, string> = { fr: 'Français', ar: 'العربية', en: 'English' };

const STORAGE_KEY = 'manchengo.language';

/** French first: another language is a choice that somebody made on this device. */
export function savedLanguage(): Language {
  try {
    const saved = localStorage.getItem(STORAGE_KEY);
    return isLanguage(saved) ? saved : 'fr';
  } catch {
    // A browser that forbids storage still shows the screen, in French.
    return 'fr';
  }
}

export function saveLanguage(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // The choice then holds until the page is closed.
  }
}
