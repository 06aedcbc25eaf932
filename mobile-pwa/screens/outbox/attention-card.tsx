import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import type { InboxItem } from '../../store/views.ts';
import { actionText } from './action-text.ts';
import { useRefusal } from './refusal.ts';

/** What did not go through: what it was about, who was first, when and for how much, and what is to be done. */
export function AttentionCard({ item }: { item: InboxItem }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const phone = usePhone();
  const { what, todo } = useRefusal()(item);
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
        {t(`outbox.action.${actionText(item.action)}`)} · <bdi>{formatDateTime(item.occurred_at, language)}</bdi>
      </Text>
      <Text>{what}</Text>
      <Text fw={600}>{todo}</Text>
      {item.delivery_id !== null && (
        <Button component={Link} to={`/deliveries/${item.delivery_id}`} variant="subtle" fullWidth>
          {t('outbox.open')}
        </Button>
      )}
      <Button mt="xs" fullWidth loading={settle.isPending} onClick={() => (isAsked ? settle.mutate() : setAsked(true))}>
        {t(item.can_retry ? 'outbox.retry' : isAsked ? 'outbox.again' : 'outbox.understood')}
      </Button>
    </article>
  );
}
