import { createI18n } from '#shared/ui/i18n/create-i18n.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

declare module 'i18next' {
  interface ResourceNamespaceMap {
    phone: typeof fr;
  }
}

export const i18n = createI18n({ phone: { fr, ar, en } });
