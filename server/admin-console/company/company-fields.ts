import { useTranslation } from 'react-i18next';
import { Company } from '#shared/contract/entities.ts';
import { reader } from '#shared/contract/reader.ts';
import { type Field, textOrNull, type Values } from '../form/fields.ts';
import type { Editable } from '../form/use-edit.ts';

const TEXTS = ['legal_form', 'activity', 'address', 'phone', 'rc', 'nif', 'nis', 'ai'] as const;
const MOST_CAPITAL = 100_000_000_000_000;

export const COMPANY: Editable<Company> = { path: 'company', read: reader(Company), method: 'PUT' };

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
