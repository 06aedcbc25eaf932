import { DateInput, type DateInputProps } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalendarTerms } from './calendar-terms.ts';
import { readDay } from './read-day.ts';
import '@mantine/dates/styles.css';
import './day-input.css';

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
 * is not always the page's. The calendar opens for whoever clicks or presses the arrow, and for nobody whom a form or the
 * Tab key has brought here: it would lie over the fields below.
 */
export function DayInput({ value, onChange, min, max, clearable = true, ...passed }: DayInputProps) {
  const { t } = useTranslation('ui');
  const [isOpen, setOpen] = useState(false);
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
      {...useCalendarTerms()}
      firstDayOfWeek={SUNDAY}
      weekendDays={[...WEEKEND]}
      autoComplete="off"
      popoverProps={{ opened: isOpen, attributes: { dropdown: { role: 'dialog', 'aria-label': t('day.calendar') } } }}
      onClick={() => setOpen(true)}
      onBlur={() => setOpen(false)}
      onKeyDown={({ key }) => {
        if (key === 'ArrowDown') setOpen(true);
        if (key === 'Escape') setOpen(false);
      }}
      getDayProps={() => ({ onClick: () => setOpen(false) })}
      // Escape shuts the calendar then, and not the dialog around it.
      data-mantine-stop-propagation={isOpen}
    />
  );
}
