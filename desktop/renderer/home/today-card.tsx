import { Anchor, Progress, Text } from '@mantine/core';
import { IconTruckDelivery } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { Card } from './card.tsx';
import { progressOf } from './progress.ts';

export function TodayCard({ overview: { deliveries_today } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const { planned, done, left, percent } = progressOf(deliveries_today);
  const { late } = deliveries_today;
  if (deliveries_today.planned === 0 && late === 0) {
    return (
      <Card title={t('today.title')}>
        <EmptyState icon={IconTruckDelivery} title={t('today.none')}>
          {t('today.noneMore')}
        </EmptyState>
      </Card>
    );
  }
  const { partial, failed, cancelled } = deliveries_today;
  const counts = [
    { key: 'left', count: left },
    { key: 'partial', count: partial },
    { key: 'failed', count: failed },
    { key: 'cancelled', count: cancelled },
  ] as const;
  const label = t('today.progress', { done, planned });
  return (
    <Card
      title={t('today.title')}
      aside={
        <Anchor component={Link} to="/deliveries" underline="always">
          {t('nav.deliveries')}
        </Anchor>
      }
    >
      {late > 0 && (
        <Anchor component={Link} to="/deliveries" fw={600} underline="always">
          {t('today.late', { number: formatNumber(late) })}
        </Anchor>
      )}
      <Text fz={40} fw={600} lh={1.2} aria-hidden>
        <bdi className="ltr">
          {done} / {planned}
        </bdi>
      </Text>
      <Progress.Root size={16} my="sm">
        <Progress.Section value={percent} color="var(--mantine-color-text)" aria-label={label} />
      </Progress.Root>
      <Text>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ key, count }) => t(`today.${key}`, { count }))
          .join(' · ')}
      </Text>
    </Card>
  );
}
