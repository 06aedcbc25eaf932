import { MonthPickerInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import { useCalendarTerms } from './calendar-terms.ts';
import '@mantine/dates/styles.css';

interface MonthInputProps {
  label: ReactNode;
  /** YYYY-MM; empty for none. */
  value: string;
  onChange: (month: string) => void;
}

/** A month, chosen in a calendar of the page's language. */
export function MonthInput({ label, value, onChange }: MonthInputProps) {
  return (
    <MonthPickerInput
      w={200}
      label={label}
      value={value === '' ? null : `${value}-01`}
      onChange={(day) => onChange(day?.slice(0, 7) ?? '')}
      valueFormat="MMMM YYYY"
      {...useCalendarTerms()}
    />
  );
}
