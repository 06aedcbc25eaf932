import { useTranslation } from 'react-i18next';
import type { Field } from '../form/fields.ts';
import { useDriverOptions } from './plan-fields.ts';

/** To whom, to which day, and why. */
export function useMoveFields(depotId: number): Field[] {
  const { t } = useTranslation('hq');
  return [
    {
      name: 'driver_user_id',
      label: t('deliveries.driver'),
      kind: 'choice',
      options: useDriverOptions()(depotId),
    },
    { name: 'planned_for', label: t('deliveries.plannedFor'), kind: 'day' },
    { name: 'reason', label: t('form.reason'), kind: 'text', optional: true },
  ];
}
