import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DesktopAttention, DesktopOverview } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { reasonWords } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { Card } from './card.tsx';

/** What needs a person, newest first, with the reason in words. */
export function AttentionCard({ overview: { attention, attention_total, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
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
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {attention.map((item) => (
            <Item key={item.event_id} item={item} nowMs={Date.parse(now)} />
          ))}
        </Stack>
      )}
      {attention_total > attention.length && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('attention.cut', { shown: attention.length, total: attention_total })}
        </Text>
      )}
    </Card>
  );
}

function Item({ item, nowMs }: { item: DesktopAttention; nowMs: number }) {
  const { t } = useTranslation(['depot', 'ui']);
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="start">
      <div>
        <Text lh={1.3}>
          {item.reference && (
            <Anchor
              component={Link}
              to={`/deliveries?q=${encodeURIComponent(item.reference)}`}
              fw={600}
              underline="always"
            >
              <bdi>{item.reference}</bdi>
            </Anchor>
          )}{' '}
          {t(`ui:reason.${reasonWords(item.error_code)}`)}
        </Text>
        {item.user_name && (
          <Text size="sm" c="dimmed">
            {t('attention.by', { name: item.user_name })}
          </Text>
        )}
      </div>
      <Text size="sm" c="dimmed" component="div">
        <Moment at={item.at} now={nowMs} />
      </Text>
    </Group>
  );
}
