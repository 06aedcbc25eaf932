import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import 'dayjs/locale/ar-dz';
import 'dayjs/locale/fr';

/** Algeria's months in Arabic, and its digits. */
const LOCALES = { fr: 'fr', ar: 'ar-dz', en: 'en' } as const;

/** What a calendar is drawn with: the language of its months, and the names of its buttons. */
export function useCalendarTerms() {
  const { t } = useTranslation('ui');
  return {
    locale: LOCALES[useLanguage()],
    ariaLabels: {
      nextMonth: t('day.nextMonth'),
      previousMonth: t('day.previousMonth'),
      nextYear: t('day.nextYear'),
      previousYear: t('day.previousYear'),
      nextDecade: t('day.nextDecade'),
      previousDecade: t('day.previousDecade'),
    },
  };
}
