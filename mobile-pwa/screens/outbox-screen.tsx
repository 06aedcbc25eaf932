import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { reasonWords } from '#shared/ui/error-words.ts';
import { formatAge, formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useOutOfReach, WhyButton } from '../app/out-of-reach.tsx';
import { useNow, usePhone, usePhoneQuery, usePhoneState } from '../app/phone-context.tsx';
import { Screen } from '../app/screen.tsx';
import type { fr } from '../app/texts/fr.ts';
import type { InboxItem, OutboxItem } from '../store/views.ts';

type ActionWords = keyof (typeof fr)['outbox']['action'];
const KNOWN: readonly string[] = ['DELIVERY_VALIDATED', 'DELIVERY_FAILED', 'INVOICE_CREATED', 'CLIENT_CREATED'];
const actionWords = (action: string): ActionWords => (KNOWN.includes(action) ? (action as ActionWords) : 'OTHER');

/** What has not reached HQ, and what needs its author. */
export function OutboxScreen() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const isOutOfReach = useOutOfReach();
  const { data: items } = usePhoneQuery(['outbox'], (api) => api.outbox());
  const { data: inbox } = usePhoneQuery(['inbox'], (api) => api.inbox());
  return (
    <Screen
      title={t('outbox.title')}
      back="/"
      action={
        <Button leftSection={<IconRefresh aria-hidden />} onClick={() => void phone.kick()}>
          {t('outbox.tryNow')}
        </Button>
      }
    >
      <Contact />
      {isOutOfReach && <WhyButton />}
      {items && inbox ? <Unsent items={items} inbox={inbox} /> : <LoadingShape rows={3} height={72} />}
    </Screen>
  );
}

function Unsent({ items, inbox }: { items: OutboxItem[]; inbox: InboxItem[] }) {
  const { t } = useTranslation('phone');
  return (
    <>
      {inbox.length > 0 && (
        <section>
          <Title order={2} size="h5" mt="lg" mb="xs">
            {t('outbox.attention')}
          </Title>
          <Stack gap="xs">
            {inbox.map((item) => (
              <AttentionCard key={item.event_id} item={item} />
            ))}
          </Stack>
        </section>
      )}
      {items.length > 0 && (
        <section>
          <Title order={2} size="h5" mt="lg">
            {t('outbox.waiting')}
          </Title>
          <ul className="rows">
            {items.map((item) => (
              <UnsentRow key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
      {items.length + inbox.length === 0 && (
        <EmptyState icon={IconCircleCheck} title={t('outbox.empty')}>
          {t('outbox.emptyMore')}
        </EmptyState>
      )}
    </>
  );
}

/** How things stand with the depot, in one sentence. */
function Contact() {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const now = useNow(10_000);
  const { engine } = usePhoneState();
  const states = Object.values(engine?.nodes ?? {}).map(({ state }) => state);
  const at = engine?.lastContactAt ?? null;
  return (
    <Text c="dimmed" role="status" style={{ whiteSpace: 'pre-line' }}>
      {at === null
        ? t('outbox.never')
        : t('outbox.contact', { age: formatAge(new Date(at).toISOString(), now, language) })}
      {states.includes('unreachable') && `\n${t('outbox.unreachable')}`}
      {states.includes('busy') && `\n${t('outbox.busy')}`}
    </Text>
  );
}

function UnsentRow({ item }: { item: OutboxItem }) {
  const { t } = useTranslation('phone');
  return (
    <li className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <bdi>{item.label}</bdi>
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          {t(`outbox.action.${actionWords(item.action)}`)} · <Moment at={item.occurred_at} />
        </Text>
      </span>
      <StateBadge state={item.state} />
    </li>
  );
}

function AttentionCard({ item }: { item: InboxItem }) {
  const { t } = useTranslation('phone');
  const { t: words } = useTranslation('ui');
  const language = useLanguage();
  const phone = usePhone();
  const settle = useMutation({
    mutationFn: () => (item.can_retry ? phone.offerAgain(item.event_id) : phone.dismiss(item.event_id)),
  });
  return (
    <article className="card">
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text fw={600}>
          <bdi>{item.label}</bdi>
        </Text>
        <StateBadge state="person" />
      </Group>
      <Text>{words(`reason.${reasonWords(item.error_code)}`)}</Text>
      {item.other_name !== null && (
        <Text>
          {t('outbox.by', { name: item.other_name })}
          {item.other_at !== null && ` · ${formatDateTime(item.other_at, language)}`}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t(`outbox.action.${actionWords(item.action)}`)} · <Moment at={item.at} /> ·{' '}
        {item.error_code === 'ALREADY_VALIDATED' ? t('outbox.discard') : t('outbox.callAdmin')}
      </Text>
      <Button mt="xs" fullWidth loading={settle.isPending} onClick={() => settle.mutate()}>
        {item.can_retry ? t('outbox.retry') : t('outbox.understood')}
      </Button>
    </article>
  );
}
