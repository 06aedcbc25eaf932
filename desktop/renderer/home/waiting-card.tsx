import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatAge, formatNumber, formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { backlogBars } from './backlog-chart.ts';
import { Card } from './card.tsx';

/** How much lies here that HQ does not have yet, and since when. */
export function WaitingCard({ overview: { queue, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const age = queue.oldest_at && formatAge(queue.oldest_at, Date.parse(now), language);
  return (
    <Card title={t('waiting.title')} aside={<StateBadge state={queue.waiting === 0 ? 'hq' : 'depot'} />}>
      <Group justify="space-between" align="end" wrap="nowrap">
        <Text fz={72} fw={600} lh={1.1}>
          {formatNumber(queue.waiting)}
        </Text>
        <Chart history={queue.history} />
      </Group>
      <Text>{age ? t('waiting.since', { age }) : t('waiting.none')}</Text>
      <Text c="dimmed" mt="xs">
        {t('waiting.forwarded', { count: queue.forwarded_today })}
      </Text>
    </Card>
  );
}

/** The last hour, for the eye: the figure beside it says how much it is now. */
function Chart({ history }: Pick<DesktopOverview['queue'], 'history'>) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const bars = backlogBars(history);
  const [first] = bars;
  if (first === undefined) return null;
  return (
    <figure style={{ margin: 0 }}>
      <svg viewBox={`0 0 ${bars.length} 10`} width={220} height={56} preserveAspectRatio="none" aria-hidden>
        {bars.map(({ at, height }, place) => (
          <rect key={at} x={place} y={10 - 10 * height} width={0.8} height={10 * height} fill="var(--state-depot)" />
        ))}
      </svg>
      <Text component="figcaption" size="sm" c="dimmed">
        {t('waiting.chart', { time: formatTime(first.at, language) })}
      </Text>
    </figure>
  );
}
