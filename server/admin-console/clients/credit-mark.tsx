import { useTranslation } from 'react-i18next';
import type { Client } from '#shared/contract/entities.ts';
import { isOverLimit } from '#shared/domain/credit-limit.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';

/** That a client owes more than it may. */
export function CreditMark({ client }: { client: Pick<Client, 'balance' | 'credit_limit'> }) {
  const { t } = useTranslation('hq');
  return isOverLimit(client) ? <StateBadge state="person">{t('clients.overLimit')}</StateBadge> : null;
}
