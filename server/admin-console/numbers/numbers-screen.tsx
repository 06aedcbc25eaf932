import { Group, Stack, Text, Title } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NumberDay, NumberReport, NumberSeries } from '#shared/contract/hq/reports.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { MonthInput } from '#shared/ui/day/month-input.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useReport } from '../accounting/use-report.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { useParams } from '../list/use-params.ts';

/** The numbers of invoices and credit notes: is any missing, and which were given on which day. */
export function NumbersScreen() {
  const { t } = useTranslation('hq');
  const [asked, change] = useParams(['month', 'depot_id']);
  const { data, error, isPending, refetch } = useReport(hqRequest('GET /reports/numbers', { query: asked }));
  usePageTitle(t('nav.numbers'));
  return (
    <Stack>
      <Title order={1} size="h3">
        {t('nav.numbers')}
      </Title>
      <Group align="end" gap="sm" role="search">
        <MonthInput
          label={t('numbers.month')}
          value={asked.month || (data?.month ?? '')}
          onChange={(month) => change({ month })}
        />
        <DepotFilter value={asked.depot_id} onChange={(depot_id) => change({ depot_id })} />
      </Group>
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={6} height={44} />}
      {data && data.series.length === 0 && (
        <EmptyState icon={IconFileInvoice} title={t('numbers.none')}>
          {t('numbers.noneMore')}
        </EmptyState>
      )}
      {data && data.series.length > 0 && <Report report={data} />}
    </Stack>
  );
}

function Report({ report: { series, days } }: { report: NumberReport }) {
  const { t } = useTranslation('hq');
  const seriesColumns = useSeriesColumns();
  const dayColumns = useDayColumns();
  return (
    <>
      <Title order={2} size="h5">
        {t('numbers.year')}
      </Title>
      <DataTable
        columns={seriesColumns}
        rows={series}
        label={t('numbers.year')}
        keyOf={(row) => `${row.series} ${row.depot_id}`}
      />
      <Title order={2} size="h5">
        {t('numbers.days')}
      </Title>
      {days.length === 0 ? (
        <Text c="dimmed">{t('numbers.noDays')}</Text>
      ) : (
        <DataTable
          columns={dayColumns}
          rows={days}
          label={t('numbers.days')}
          keyOf={(row) => `${row.series} ${row.depot_id} ${row.day}`}
        />
      )}
    </>
  );
}

function useSeriesColumns(): Column<NumberSeries>[] {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  return [
    { head: t('numbers.series'), cell: ({ series }) => <SeriesName series={series} /> },
    { head: t('list.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('numbers.state'), cell: ({ missing }) => <Missing missing={missing} /> },
    { head: t('numbers.last'), cell: ({ last }) => formatNumber(last), figures: true },
    { head: t('numbers.papers'), cell: ({ papers }) => formatNumber(papers), figures: true },
    { head: t('numbers.cancelled'), cell: ({ cancelled }) => formatNumber(cancelled), figures: true },
  ];
}

function useDayColumns(): Column<NumberDay>[] {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const depots = useDepots();
  return [
    { head: t('today.day'), cell: ({ day }) => <bdi>{formatDate(day, language)}</bdi> },
    { head: t('list.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('numbers.series'), cell: ({ series }) => <SeriesName series={series} /> },
    {
      head: t('numbers.fromTo'),
      cell: ({ first, last }) => (
        <>
          <bdi>{first}</bdi>
          {last !== first && (
            <span className="second">
              <bdi>{last}</bdi>
            </span>
          )}
        </>
      ),
    },
    { head: t('numbers.papers'), cell: ({ papers }) => formatNumber(papers), figures: true },
    { head: t('numbers.cancelled'), cell: ({ cancelled }) => formatNumber(cancelled), figures: true },
    { head: t('invoices.ttc'), cell: ({ total_ttc }) => <Amount value={total_ttc} bare />, figures: true },
  ];
}

function SeriesName({ series }: { series: string }) {
  const { t } = useTranslation('hq');
  return series === 'AV' ? t('nav.creditNotes') : t('nav.invoices');
}

/** A number that no paper bears needs a person: the law wants none. */
function Missing({ missing }: { missing: NumberSeries['missing'] }) {
  const { t } = useTranslation('hq');
  if (missing.length === 0) return t('numbers.whole');
  const runs = missing.map(({ from, to }) =>
    from === to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`,
  );
  return (
    <StateBadge state="person">
      {t('numbers.missing')} <bdi>{runs.join(', ')}</bdi>
    </StateBadge>
  );
}
