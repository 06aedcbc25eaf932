import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonWords } from '#shared/ui/error-text-key.ts';
import { formatAmount, formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import type { InboxItem } from '../../store/views.ts';
import { actionWords } from './action-words.ts';

/** What did not go through: what it was about, when, for how much, why, who was first, and what is to be done. */
export function AttentionCard({ item }: { item: InboxItem }) {
  const { t } = useTranslation('phone');
  const { t: words } = useTranslation('ui');
  const language = useLanguage();
  const phone = usePhone();
  const settle = useMutation({
    mutationFn: () => (item.can_retry ? phone.offerAgain(item.event_id) : phone.dismiss(item.event_id)),
  });
  // What is put away leaves this list: a tap by a cold finger alone does not do it.
  const [isAsked, setAsked] = useState(item.can_retry);
  return (
    <article className="card">
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text fw={600}>
          <bdi>{item.label ?? t('outbox.unnamed')}</bdi>
        </Text>
        <StateBadge state="person" />
      </Group>
      <Text size="sm" c="dimmed">
        {t(`outbox.action.${actionWords(item.action)}`)} · <bdi>{formatDateTime(item.occurred_at, language)}</bdi>
      </Text>
      <Text>{words(`reason.${reasonWords(item.error_code)}`)}</Text>
      {item.other_name !== null && (
        <Text>
          {t('outbox.by', { name: item.other_name })}
          {item.other_at !== null && ` · ${formatDateTime(item.other_at, language)}`}
        </Text>
      )}
      {item.cash !== null && <Text fw={600}>{t('outbox.cashTaken', { cash: formatAmount(item.cash, language) })}</Text>}
      <Text>{t(whatToDo(item))}</Text>
      <Button mt="xs" fullWidth loading={settle.isPending} onClick={() => (isAsked ? settle.mutate() : setAsked(true))}>
        {t(item.can_retry ? 'outbox.retry' : isAsked ? 'outbox.again' : 'outbox.understood')}
      </Button>
    </article>
  );
}

/** Nothing is to be done only where nothing was handed over and no money taken. */
function whatToDo({ error_code, action, cash }: InboxItem) {
  if (cash !== null && cash > 0) return 'outbox.bringCash';
  if (error_code !== 'ALREADY_VALIDATED') return 'outbox.callAdmin';
  return action === 'DELIVERY_VALIDATED' ? 'outbox.tellGoods' : 'outbox.discard';
}
