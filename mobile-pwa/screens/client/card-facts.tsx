import { useTranslation } from 'react-i18next';
import { Fact } from '../fact.tsx';
import type { ClientField, ClientForm } from './client-form.ts';

/** Fields of a client, each by its name; what was emptied is a dash. */
export function CardFacts({ values, fields }: { values: ClientForm['now']; fields: readonly ClientField[] }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('phone', { keyPrefix: 'sell.kinds' });
  const names: Record<ClientField, string> = {
    name: t('sell.clientName'),
    phone: t('sell.clientPhone'),
    address: t('sell.clientAddress'),
    kind: t('sell.kind'),
    rc: t('sell.rc'),
    nif: t('sell.nif'),
    nis: t('sell.nis'),
    ai: t('sell.ai'),
    opening_hours: t('delivery.openingHours'),
    note: t('delivery.clientNote'),
  };
  const shown = (field: ClientField) => {
    if (values[field] === '') return '—';
    return field === 'kind' ? ui(values.kind as 'SHOP') : <bdi>{values[field]}</bdi>;
  };
  return (
    <dl className="facts">
      {fields.map((field) => (
        <Fact key={field} name={names[field]}>
          {shown(field)}
        </Fact>
      ))}
    </dl>
  );
}
