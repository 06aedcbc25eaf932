import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isOverLimit } from '#shared/domain/credit-limit.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatAge, formatAmount } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useNow, usePhoneQuery } from '../app/phone-context.tsx';
import { LimitNote } from './limit-note.tsx';

interface BalanceNoteProps {
  clientId: string;
  /** What is about to be owed besides, in centimes. */
  more?: number;
}

/** What a client owes and may owe, as HQ saw it and how long ago; more than it may owe is pointed out, and forbids nothing. */
export function BalanceNote({ clientId, more = 0 }: BalanceNoteProps) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const now = useNow();
  const { data: client } = usePhoneQuery(['client', clientId], (phone) => phone.client(clientId));
  const { data: lastPullAt } = usePhoneQuery(['lastPullAt'], (phone) => phone.lastPullAt());
  if (!client || client.balance === null) return null;
  const { balance, credit_limit, unsent_money } = client;
  const owed = balance + unsent_money + more;
  const amount = formatAmount(Math.abs(unsent_money), language);
  return (
    <div>
      <Text c="dimmed">
        {balance < 0 ? t('balance.ahead') : t('balance.owes')} <Amount value={Math.abs(balance)} />
        {credit_limit !== null && ` · ${t('balance.limit', { limit: formatAmount(credit_limit, language) })}`}
        {lastPullAt && ` · ${t('balance.asOf', { age: formatAge(lastPullAt, now, language) })}`}
      </Text>
      {unsent_money !== 0 && (
        <Text c="dimmed">{t(unsent_money > 0 ? 'balance.more' : 'balance.less', { amount })}</Text>
      )}
      {credit_limit !== null && isOverLimit({ balance: owed, credit_limit }) && (
        <LimitNote over={{ owed, credit_limit }} />
      )}
    </div>
  );
}
