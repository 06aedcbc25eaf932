import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface DateRangeProps {
  from: string;
  to: string;
  onChange: (range: { from?: string; to?: string }) => void;
}

/** From one day to another, both of them included. */
export function DateRange({ from, to, onChange }: DateRangeProps) {
  const { t } = useTranslation('hq');
  return (
    <>
      <TextInput
        type="date"
        label={t('list.from')}
        value={from}
        max={to || undefined}
        onChange={(picked) => onChange({ from: picked.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('list.to')}
        value={to}
        min={from || undefined}
        onChange={(picked) => onChange({ to: picked.currentTarget.value })}
      />
    </>
  );
}
