import { Progress, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Overview } from '#shared/contract/hq/board.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatDay, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { PlainTable } from '../list/plain-table.tsx';
import { type DayBar, daysOf } from './needs.ts';

/** The last days, each as a bar of what became of its deliveries, with its figures beside it. */
export function DaysTable({ overview }: { overview: Overview }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const days = daysOf(overview);
  const most = Math.max(1, ...days.map(total));
  if (days.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('today.days')}
      </Title>
      <PlainTable
        label={t('today.days')}
        rows={days}
        keyOf={({ day }) => day}
        columns={[
          { head: t('today.day'), cell: ({ day }) => <bdi>{formatDay(day, language)}</bdi> },
          { head: t('nav.deliveries'), cell: (day) => <Bar day={day} most={most} /> },
          { head: t('today.done'), cell: ({ done, partial }) => formatNumber(done + partial), figures: true },
          { head: t('today.failed'), cell: ({ failed }) => formatNumber(failed), figures: true },
          { head: t('today.worth'), cell: ({ delivered }) => <Amount value={delivered} bare />, figures: true },
        ]}
      />
    </section>
  );
}

const total = ({ done, partial, failed, toCome }: DayBar): number => done + partial + failed + toCome;

function Bar({ day, most }: { day: DayBar; most: number }) {
  const part = (count: number) => (count * 100) / most;
  return (
    <Progress.Root size="md" aria-hidden miw={160}>
      <Progress.Section value={part(day.done)} color="var(--state-hq)" />
      <Progress.Section value={part(day.partial)} color="var(--state-device)" />
      <Progress.Section value={part(day.failed)} color="var(--state-person)" />
    </Progress.Root>
  );
}
