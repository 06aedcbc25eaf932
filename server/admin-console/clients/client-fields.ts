import { useTranslation } from 'react-i18next';
import { useDepots } from '../api/directory.ts';
import { type Field, textOrNull, type Values } from '../form/fields.ts';

/** What of a client is filled in when it is made. */
export function useNewClientFields(): Field[] {
  const { t } = useTranslation('hq');
  const depots = [...(useDepots()?.values() ?? [])];
  return [
    { name: 'name', label: t('clients.name'), kind: 'text' },
    { name: 'phone', label: t('clients.phone'), kind: 'digits', optional: true },
    { name: 'address', label: t('clients.address'), kind: 'text', optional: true },
    { name: 'tax_id', label: t('clients.taxId'), kind: 'digits', optional: true },
    {
      name: 'depot_ids',
      label: t('clients.depots'),
      hint: t('clients.depotsHint'),
      kind: 'choices',
      optional: true,
      options: depots.map(({ id, name }) => ({ value: String(id), label: name })),
    },
  ];
}

export const newClientBody = (values: Values) => ({
  name: textOrNull(values.name),
  phone: textOrNull(values.phone),
  address: textOrNull(values.address),
  tax_id: textOrNull(values.tax_id),
  depot_ids: Array.isArray(values.depot_ids) ? values.depot_ids.map(Number) : [],
});
