import type { Translation } from '#shared/ui/i18n/translation.ts';
import { attention } from './ar/attention.ts';
import { frame } from './ar/frame.ts';
import { goods } from './ar/goods.ts';
import { papers } from './ar/papers.ts';
import { people } from './ar/people.ts';
import type { fr } from './fr.ts';

export const ar: Translation<typeof fr> = { ...frame, ...goods, ...papers, ...people, ...attention };
