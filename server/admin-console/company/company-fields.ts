import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/contract/entities.ts';
import { hqRequest, send } from '../api/client.ts';
import { type Field, textOrNull, type Values } from '../form/fields.ts';
import { type Editable, ifMatch } from '../form/use-edit.ts';

const TEXTS = ['legal_form', 'activity', 'address', 'phone', 'rc', 'nif', 'nis', 'ai'] as const;
const MOST_CAPITAL = 100_000_000_000_000;

export const COMPANY: Editable<Company> = {
  key: 'company',
  isWhole: true,
  read: (session) => send(session, hqRequest('GET /company')),
  save: (session, body, etag) =>
    send(session, hqRequest('PUT /company', { body: body as ReturnType<typeof companyBody> }), ifMatch(etag)),
};

/** What the law wants an invoice to say of who writes it. */
export function useCompanyFields(): Field[] {
  const { t } = useTranslation('hq');
  return [
    { name: 'name', label: t('company.name'), kind: 'text' },
    ...TEXTS.map((name) => ({ name, label: t(`company.${name}`), kind: 'text' as const, optional: true })),
    {
      name: 'capital',
      label: t('company.capital'),
      kind: 'money',
      optional: true,
      range: { min: 0, max: MOST_CAPITAL },
    },
  ];
}

export const companyValues = (company: Company): Values => ({
  name: company.name,
  ...Object.fromEntries(TEXTS.map((name) => [name, company[name] ?? ''])),
  capital: company.capital,
});

export const companyBody = (values: Values) => ({
  name: textOrNull(values.name),
  ...Object.fromEntries(TEXTS.map((name) => [name, textOrNull(values[name])])),
  capital: typeof values.capital === 'number' ? values.capital : null,
});
