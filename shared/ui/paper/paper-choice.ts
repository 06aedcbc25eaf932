/** What lies in a printer, in millimetres. A roll has no length: each paper is a page as long as it needs. */
export const PAPERS = {
  A5: { width: 148, height: 210 },
  A4: { width: 210, height: 297 },
  '80mm': { width: 80, height: null },
} as const;
export type Paper = keyof typeof PAPERS;
export const PAPER_NAMES = ['A5', 'A4', '80mm'] as const satisfies readonly Paper[];

/** The languages in which the trade reads papers, whatever the screen speaks. */
export const NOTE_LANGUAGES = ['fr', 'ar'] as const;
export type NoteLanguage = (typeof NOTE_LANGUAGES)[number];

const PAPER_KEY = 'manchengo.paper';
const LANGUAGE_KEY = 'manchengo.note-language';

export const isPaper = (value: unknown): value is Paper => PAPER_NAMES.some((paper) => paper === value);
export const isNoteLanguage = (value: unknown): value is NoteLanguage => NOTE_LANGUAGES.some((it) => it === value);

/** Remembered on this machine; the first of what there is to choose from, where nothing of it was chosen yet. */
export function savedPaper<P extends Paper>(choices: readonly [P, ...P[]]): P {
  const saved = localStorage.getItem(PAPER_KEY);
  return choices.find((paper) => paper === saved) ?? choices[0];
}
export const savePaper = (paper: Paper): void => localStorage.setItem(PAPER_KEY, paper);

/** What was last chosen; before, the screen's own where papers are read in it. */
export function savedNoteLanguage(screen: string): NoteLanguage {
  const saved = localStorage.getItem(LANGUAGE_KEY) ?? screen;
  return isNoteLanguage(saved) ? saved : 'fr';
}
export const saveNoteLanguage = (language: NoteLanguage): void => localStorage.setItem(LANGUAGE_KEY, language);
