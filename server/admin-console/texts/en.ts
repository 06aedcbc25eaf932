import type { Translation } from '#shared/ui/i18n/translation.ts';
import { attention } from './en/attention.ts';
import { frame } from './en/frame.ts';
import { goods } from './en/goods.ts';
import { papers } from './en/papers.ts';
import { people } from './en/people.ts';
import type { fr } from './fr.ts';

export const en: Translation<typeof fr> = { ...frame, ...goods, ...papers, ...people, ...attention };
