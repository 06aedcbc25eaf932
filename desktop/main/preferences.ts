import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isLanguage, type Language } from '#shared/contract/languages.ts';

/** What the program itself remembers; the page keeps its own. */
export interface Preferences {
  /** Of the page, as it was last. French first: another is somebody's choice. */
  language: Language;
  /** Nothing has been saved on this PC before. */
  isFirstStart: boolean;
}

export function readPreferences(file: string): Preferences {
  try {
    const { language } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Preferences>;
    return { language: isLanguage(language) ? language : 'fr', isFirstStart: false };
  } catch {
    // The first start, or a file that was damaged: neither is worth a message.
    return { language: 'fr', isFirstStart: true };
  }
}

export function savePreferences(file: string, { language }: Pick<Preferences, 'language'>): void {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify({ language }));
  renameSync(draft, file);
}
