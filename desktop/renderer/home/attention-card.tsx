import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DesktopAttention, DesktopOverview } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { InboxDialog } from '../desk/inbox-dialog.tsx';
import { useRowKeys } from '../frame/use-row-keys.ts';
import { actionText } from '../more/action-text.ts';
import { Card } from './card.tsx';

interface AttentionCardProps {
  overview: DesktopOverview;
  /** How many fit; all that are here where absent. */
  most?: number;
}

/** What needs a person, newest first: what it is, why, and what to do now. */
export function AttentionCard({ overview: { attention, attention_total, now }, most }: AttentionCardProps) {
  const { t } = useTranslation('depot');
  const shown = attention.slice(0, most);
  const onKeyDown = useRowKeys();
  return (
    <Card
      title={t('attention.title')}
      aside={attention.length > 0 && <StateBadge state="person" count={attention_total} />}
    >
      {attention.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title={t('attention.none')}>
          {t('attention.noneMore')}
        </EmptyState>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} onKeyDown={onKeyDown}>
          {shown.map((item) => (
            <Item key={item.event_id} item={item} nowMs={Date.parse(now)} />
          ))}
        </Stack>
      )}
      {attention_total > shown.length && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('attention.cut', { shown: shown.length, total: attention_total })}
        </Text>
      )}
      {attention.length > shown.length && (
        <Anchor component={Link} to="/more/inbox" underline="always">
          {t('inbox.all')}
        </Anchor>
      )}
    </Card>
  );
}

function Item({ item, nowMs }: { item: DesktopAttention; nowMs: number }) {
  const { t } = useTranslation(['depot', 'ui']);
  const [isOpen, setOpen] = useState(false);
  const what = [t(`more.actions.${actionText(item.action)}`), item.reference].filter(Boolean).join(' ');
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="start">
      <div>
        <Text lh={1.3}>
          {t(`more.actions.${actionText(item.action)}`)}{' '}
          {item.reference && (
            <Anchor
              component={Link}
              to={`/deliveries?q=${encodeURIComponent(item.reference)}`}
              fw={600}
              underline="always"
            >
              <bdi>{item.reference}</bdi>
            </Anchor>
          )}
        </Text>
        <Text lh={1.3} fw={600}>
          {t(`ui:reason.${reasonText(item.error_code)}`)}
        </Text>
        <Text lh={1.3}>{t(`inbox.todo.${reasonText(item.error_code)}`)}</Text>
        {item.user_name && (
          <Text size="sm" c="dimmed">
            {t('attention.by', { name: item.user_name })}
          </Text>
        )}
      </div>
      <Stack gap="xs" align="end" style={{ flexShrink: 0 }}>
        <Text size="sm" c="dimmed" component="div">
          <Moment at={item.at} now={nowMs} />
        </Text>
        <Button data-row aria-label={t('inbox.answerOf', { what })} onClick={() => setOpen(true)}>
          {t('inbox.answer')}
        </Button>
      </Stack>
      {isOpen && <InboxDialog item={item} onClose={() => setOpen(false)} />}
    </Group>
  );
}
