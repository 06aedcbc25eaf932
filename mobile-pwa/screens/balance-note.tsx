import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { formatAge } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useNow, usePhoneQuery } from '../app/phone-context.tsx';

interface BalanceNoteProps {
  clientId: string;
  /** What is about to be owed besides, in centimes. */
  more?: number;
}

/** What a client owes, as HQ saw it and how long ago; more than it may owe is pointed out, and forbids nothing. */
export function BalanceNote({ clientId, more = 0 }: BalanceNoteProps) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const now = useNow();
  const { data: client } = usePhoneQuery(['client', clientId], (phone) => phone.client(clientId));
  const { data: lastPullAt } = usePhoneQuery(['lastPullAt'], (phone) => phone.lastPullAt());
  if (!client || client.balance === null) return null;
  const { balance, credit_limit } = client;
  const isOver = credit_limit !== null && balance + more > credit_limit;
  return (
    <div>
      <Text c="dimmed">
        {balance < 0 ? t('balance.ahead') : t('balance.owes')} <Amount value={Math.abs(balance)} />
        {lastPullAt && ` · ${t('balance.asOf', { age: formatAge(lastPullAt, now, language) })}`}
      </Text>
      {isOver && (
        <Text fw={600} className="code-note" role="status">
          <IconAlertTriangle size={20} aria-hidden />
          {t('balance.over')} <Amount value={credit_limit} />
        </Text>
      )}
    </div>
  );
}
