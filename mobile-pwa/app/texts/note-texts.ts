import type { LanguageTexts } from '#shared/ui/i18n/start-i18n.ts';
import type { NoteLanguage } from '#shared/ui/paper/paper-choice.ts';
import { ar, ui as uiAr } from './ar.ts';
import { fr, ui as uiFr } from './fr.ts';

/** What a paper is written in, whatever the screen speaks: it says its total in both. */
export const NOTE_TEXTS: Record<NoteLanguage, LanguageTexts> = {
  fr: { phone: fr, ui: uiFr },
  ar: { phone: ar, ui: uiAr },
};
