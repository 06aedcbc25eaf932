import { Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconDeviceMobile, IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ArrivalRecord } from '#shared/contract/hq/board.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { missingCount } from './missing-count.ts';
import { useArrivals } from './use-board.ts';
import './arrivals.css';

/** Has everything arrived? Of each phone: yes, with its proof, or exactly what is missing and since when. */
export function ArrivalsScreen() {
  const { t } = useTranslation('hq');
  const { data, error, isPending, refetch } = useArrivals();
  usePageTitle(t('nav.arrivals'));
  const columns = useColumns();
  return (
    <Stack>
      <div>
        <Title order={1} size="h3">
          {t('nav.arrivals')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('arrivals.intro')}
        </Text>
      </div>
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={6} height={44} />}
      {data?.items.length === 0 && (
        <EmptyState icon={IconDeviceMobile} title={t('arrivals.none')}>
          {t('arrivals.noneMore')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <DataTable label={t('nav.arrivals')} rows={data.items} keyOf={({ device_id }) => device_id} columns={columns} />
      )}
    </Stack>
  );
}

function useColumns(): Column<ArrivalRecord>[] {
  const { t } = useTranslation('hq');
  return [
    {
      head: t('arrivals.phone'),
      cell: ({ user_name, device_name }) => (
        <>
          <bdi>{user_name}</bdi>
          <span className="second">
            <bdi>{device_name}</bdi>
          </span>
        </>
      ),
    },
    { head: t('list.depot'), cell: ({ depot_name }) => <bdi>{depot_name}</bdi> },
    { head: t('arrivals.state'), cell: (record) => <State record={record} /> },
    { head: t('arrivals.asOf'), cell: ({ as_of }) => (as_of ? <Moment at={as_of} /> : t('devices.never')) },
    {
      head: t('arrivals.proof'),
      cell: ({ complete_up_to, last_said }) => (
        <bdi className="ltr">{`${formatNumber(complete_up_to)} / ${formatNumber(last_said)}`}</bdi>
      ),
      figures: true,
    },
    { head: t('arrivals.open'), cell: (record) => formatNumber(record.open_deliveries), figures: true },
  ];
}

function State({ record }: { record: ArrivalRecord }) {
  const { t } = useTranslation('hq');
  const missing = missingCount(record);
  const Icon = missing === 0 ? IconCircleCheck : IconHourglass;
  return (
    <span className="arrival-state" data-complete={missing === 0}>
      <Icon size={18} aria-hidden />
      <span>
        {missing === 0 ? t('arrivals.complete') : t('arrivals.missing', { count: missing })}
        {record.missing_since && (
          <span className="second">
            {t('arrivals.since')} <Moment at={record.missing_since} />
          </span>
        )}
      </span>
    </span>
  );
}
