import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconPlus, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '#shared/contract/hq/webhooks.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened } from '../list/use-params.ts';
import { useKindText } from '../service-accounts/scope-text.ts';
import { failureText } from './failure-text.ts';
import { SecretDialog, WEBHOOK_ACTS, type WebhookAct, WebhookActDialog } from './webhook-dialogs.tsx';

export interface Acting {
  act: WebhookAct;
  webhook: Webhook;
}

/** Where programs are told of changes, and what does not get through. */
export function WebhooksScreen() {
  const { t } = useTranslation('hq');
  const opened = useOpened();
  const [acting, setActing] = useState<Acting | null>(null);
  const list = useList('webhooks', {});
  const close = () => setActing(null);
  return (
    <>
      <ListHead
        title={t('webhooks.title')}
        list={list}
        action={
          <NextButton leftSection={<IconPlus size={20} aria-hidden />} onClick={() => opened.show({ act: 'new' })}>
            {t('webhooks.create')}
          </NextButton>
        }
      />
      <ListBody
        list={list}
        columns={useColumns(setActing)}
        label={t('webhooks.title')}
        keyOf={({ id }) => id}
        clearFilters={null}
        empty={{ icon: IconSend, title: t('webhooks.none'), text: t('webhooks.noneMore') }}
      />
      <SecretDialog opened={opened.act === 'new'} rotating={null} onClose={opened.close} />
      <SecretDialog
        opened={acting?.act === 'rotate'}
        rotating={acting?.act === 'rotate' ? acting.webhook : null}
        onClose={close}
      />
      {acting && acting.act !== 'rotate' && (
        <WebhookActDialog act={acting.act} webhook={acting.webhook} onClose={close} />
      )}
    </>
  );
}

function useColumns(begin: (acting: Acting) => void): Column<Webhook>[] {
  const { t } = useTranslation('hq');
  const textOf = useKindText();
  const now = useNow();
  return [
    {
      head: t('webhooks.name'),
      cell: ({ name }) => (
        <strong>
          <bdi>{name}</bdi>
        </strong>
      ),
    },
    { head: t('webhooks.url'), cell: ({ url }) => <bdi dir="ltr">{url}</bdi> },
    { head: t('webhooks.kinds'), cell: ({ kinds }) => kinds.map(textOf).join(', ') },
    {
      head: t('webhooks.delivered'),
      cell: ({ last_delivered_at }) =>
        last_delivered_at ? <Moment at={last_delivered_at} now={now} /> : t('webhooks.never'),
    },
    { head: t('webhooks.state'), cell: (webhook) => <HookState webhook={webhook} now={now} /> },
    { head: t('webhooks.acts'), cell: (webhook) => <Acts webhook={webhook} begin={begin} /> },
  ];
}

/** Sending again is offered where something does not get through. */
function Acts({ webhook, begin }: { webhook: Webhook; begin: (acting: Acting) => void }) {
  const { t } = useTranslation('hq');
  if (webhook.state === 'STOPPED') return null;
  const offered = WEBHOOK_ACTS.filter((act) => act !== 'again' || webhook.failure !== null);
  return (
    <Group gap="xs">
      {offered.map((act) => (
        <Button
          key={act}
          size="sm"
          variant={act === 'again' ? 'filled' : 'default'}
          aria-label={t(`webhooks.${act}Name`, { name: webhook.name })}
          onClick={() => begin({ act, webhook })}
        >
          {t(`webhooks.${act}`)}
        </Button>
      ))}
    </Group>
  );
}

function HookState({ webhook, now }: { webhook: Webhook; now: number }) {
  const { t } = useTranslation('hq');
  const { state, failure, failure_status, former_until } = webhook;
  if (state === 'STOPPED') return <State icon={IconBan}>{t('webhooks.stopped')}</State>;
  return (
    <Stack gap={4}>
      {failure === null ? (
        <State icon={IconCircleCheck}>{t('webhooks.going')}</State>
      ) : (
        <>
          <StateBadge state="person">{t(state === 'PAUSED' ? 'webhooks.paused' : 'webhooks.failing')}</StateBadge>
          <Text size="sm">
            {t(`webhooks.failure.${failureText(failure)}`, { status: failure_status ?? '' })}{' '}
            {failure !== 'LOG_EXPIRED' && t('webhooks.safe')}
          </Text>
        </>
      )}
      {former_until !== null && Date.parse(former_until) > now && (
        <Text size="sm">
          {t('webhooks.overlap')} <Moment at={former_until} now={now} />
        </Text>
      )}
    </Stack>
  );
}

function State({ icon: StateIcon, children }: { icon: typeof IconBan; children: string }) {
  return (
    <span className="key-state">
      <StateIcon size={18} aria-hidden /> {children}
    </span>
  );
}
