import { createI18n } from '#shared/ui/i18n/create-i18n.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    hq: typeof fr;
  }
}

export const i18n = createI18n({ hq: { fr, ar, en } });
