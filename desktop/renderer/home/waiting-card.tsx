import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatAge, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { Card } from './card.tsx';

/** How much lies here that HQ does not have yet, and since when. */
export function WaitingCard({ overview: { queue, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const age = queue.oldest_at && formatAge(queue.oldest_at, Date.parse(now), language);
  return (
    <Card title={t('waiting.title')} aside={<StateBadge state={queue.waiting === 0 ? 'hq' : 'depot'} />}>
      <Text fz={72} fw={600} lh={1.1}>
        {formatNumber(queue.waiting)}
      </Text>
      <Text>{age ? t('waiting.since', { age }) : t('waiting.none')}</Text>
      <Text c="dimmed" mt="xs">
        {t('waiting.forwarded', { count: queue.forwarded_today })}
      </Text>
    </Card>
  );
}
