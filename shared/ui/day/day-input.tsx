import { DateInput, type DateInputProps } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { readDay } from './read-day.ts';
import '@mantine/dates/styles.css';
import 'dayjs/locale/ar-dz';
import 'dayjs/locale/fr';

/** Algeria's months in Arabic, and its digits. */
const LOCALES = { fr: 'fr', ar: 'ar-dz', en: 'en' } as const;
/** The week begins on Sunday, and ends with Friday and Saturday. */
const SUNDAY = 0;
const WEEKEND = [5, 6] as const;

type Passed = Pick<
  DateInputProps,
  'label' | 'description' | 'error' | 'size' | 'disabled' | 'w' | 'clearable' | 'aria-label'
>;

interface DayInputProps extends Passed {
  /** YYYY-MM-DD; empty for none. */
  value: string;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
}

/**
 * A day, typed as 31/12/2026 or chosen in a calendar. The browser's own field writes days as its own language does, which
 * is not always the page's.
 */
export function DayInput({ value, onChange, min, max, clearable = true, ...passed }: DayInputProps) {
  const { t } = useTranslation('ui');
  const labels = {
    nextMonth: t('day.nextMonth'),
    previousMonth: t('day.previousMonth'),
    nextYear: t('day.nextYear'),
    previousYear: t('day.previousYear'),
    nextDecade: t('day.nextDecade'),
    previousDecade: t('day.previousDecade'),
    monthLevelControl: t('day.chooseMonth'),
    yearLevelControl: t('day.chooseYear'),
  };
  return (
    <DateInput
      {...passed}
      value={value || null}
      onChange={(day) => onChange(day ?? '')}
      {...(min && { minDate: min })}
      {...(max && { maxDate: max })}
      clearable={clearable}
      clearButtonProps={{ 'aria-label': t('day.clear') }}
      valueFormat="DD/MM/YYYY"
      dateParser={readDay}
      placeholder={t('day.form')}
      locale={LOCALES[useLanguage()]}
      firstDayOfWeek={SUNDAY}
      weekendDays={[...WEEKEND]}
      ariaLabels={labels}
      autoComplete="off"
    />
  );
}
