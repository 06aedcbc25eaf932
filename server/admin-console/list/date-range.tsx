import { useTranslation } from 'react-i18next';
import { DayInput } from '#shared/ui/day/day-input.tsx';

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
      <DayInput w={150} label={t('list.from')} value={from} max={to} onChange={(day) => onChange({ from: day })} />
      <DayInput w={150} label={t('list.to')} value={to} min={from} onChange={(day) => onChange({ to: day })} />
    </>
  );
}
