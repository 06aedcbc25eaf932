import { useTranslation } from 'react-i18next';
import type { Client } from '#shared/contract/entities.ts';
import { ClientKind } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { useDepots } from '../api/directory.ts';
import { type Field, textOrNull, type Values } from '../form/fields.ts';

export const CLIENT_KINDS = ClientKind.anyOf.map((kind) => kind.const);

const TEXTS = ['phone', 'address', 'tax_id', 'rc', 'nif', 'nis', 'ai', 'opening_hours', 'note'] as const;
const DIGITS: readonly string[] = ['phone', 'tax_id', 'nif', 'nis', 'ai'];

/** What of a client is filled in. */
export function useClientFields(): Field[] {
  const { t } = useTranslation('hq');
  const depots = [...(useDepots()?.values() ?? [])];
  return [
    { name: 'name', label: t('clients.name'), kind: 'text' },
    {
      name: 'kind',
      label: t('clients.kind'),
      kind: 'choice',
      optional: true,
      options: CLIENT_KINDS.map((value) => ({ value, label: t(`clients.kinds.${value}`) })),
    },
    ...TEXTS.map((name) => ({
      name,
      label: t(`clients.${name}`),
      kind: DIGITS.includes(name) ? ('digits' as const) : ('text' as const),
      optional: true,
    })),
    {
      name: 'credit_limit',
      label: t('clients.creditLimit'),
      kind: 'money',
      optional: true,
      range: { min: 0, max: LIMITS.cashCollected },
    },
    {
      name: 'depot_ids',
      label: t('clients.depots'),
      hint: t('clients.depotsHint'),
      kind: 'choices',
      optional: true,
      options: depots.map(({ id, name }) => ({ value: String(id), label: name })),
    },
    { name: 'proof_signature', label: t('clients.proofSignature'), kind: 'flag' },
    { name: 'proof_photo', label: t('clients.proofPhoto'), kind: 'flag' },
  ];
}

export const clientValues = (client: Client): Values => ({
  name: client.name,
  kind: client.kind ?? '',
  ...Object.fromEntries(TEXTS.map((name) => [name, client[name] ?? ''])),
  credit_limit: client.credit_limit ?? null,
  depot_ids: client.depot_ids.map(String),
  proof_signature: client.proof?.signature ?? false,
  proof_photo: client.proof?.photo ?? false,
});

export const clientBody = (values: Values) => ({
  name: textOrNull(values.name),
  kind: textOrNull(values.kind),
  ...Object.fromEntries(TEXTS.map((name) => [name, textOrNull(values[name])])),
  credit_limit: typeof values.credit_limit === 'number' ? values.credit_limit : null,
  depot_ids: Array.isArray(values.depot_ids) ? values.depot_ids.map(Number) : [],
  proof: proofIn(values),
});

/** What a driver has to bring back from there; nothing asked for is no rule. */
const proofIn = ({ proof_signature, proof_photo }: Values) =>
  proof_signature || proof_photo
    ? { ...(proof_signature && { signature: true }), ...(proof_photo && { photo: true }) }
    : null;
