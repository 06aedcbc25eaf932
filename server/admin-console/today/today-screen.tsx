import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconBuildingWarehouse } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DepotOverview } from '#shared/contract/hq/board.ts';
import { DayInput } from '#shared/ui/day/day-input.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { useParams } from '../list/use-params.ts';
import { DaysTable } from './days-table.tsx';
import { needsOf } from './needs.ts';
import { useOverview } from './use-board.ts';

/** A day by depot: what is done, what is to come, and what needs a hand. */
export function TodayScreen() {
  const { t } = useTranslation('hq');
  const [{ day }, change] = useParams(['day']);
  const { data, error, isPending, refetch } = useOverview(day);
  usePageTitle(t('nav.today'));
  const columnsFor = useDepotColumns();
  return (
    <Stack>
      <Group justify="space-between" align="end">
        <div>
          <Title order={1} size="h3">
            {t('nav.today')}
          </Title>
          {data && (
            <Text size="sm" c="dimmed">
              {t('today.asOf')} <Moment at={data.as_of} />
            </Text>
          )}
        </div>
        <DayInput
          w={160}
          label={t('today.day')}
          value={day || (data?.day ?? '')}
          onChange={(picked) => change({ day: picked })}
          clearable={day !== ''}
        />
      </Group>
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={6} height={44} />}
      {data?.depots.length === 0 && (
        <EmptyState icon={IconBuildingWarehouse} title={t('depots.none')}>
          {t('depots.noneMore')}
        </EmptyState>
      )}
      {data && data.depots.length > 0 && (
        <DataTable
          label={t('nav.today')}
          rows={data.depots}
          keyOf={({ depot_id }) => String(depot_id)}
          columns={columnsFor(data.day)}
        />
      )}
      {data && <DaysTable overview={data} />}
    </Stack>
  );
}

function useDepotColumns(): (day: string) => Column<DepotOverview>[] {
  const { t } = useTranslation('hq');
  const count = (value: number) => <bdi>{formatNumber(value)}</bdi>;
  return (day) => [
    {
      head: t('list.depot'),
      cell: ({ depot_id, name }) => (
        <Anchor component={Link} to={`/deliveries?depot_id=${depot_id}&planned_for=${day}`} underline="always" fz="sm">
          <bdi>{name}</bdi>
        </Anchor>
      ),
    },
    { head: t('today.done'), cell: ({ done }) => count(done), figures: true },
    { head: t('today.partial'), cell: ({ partial }) => count(partial), figures: true },
    { head: t('today.failed'), cell: ({ failed }) => count(failed), figures: true },
    { head: t('today.refused'), cell: ({ refused }) => count(refused), figures: true },
    { head: t('today.toCome'), cell: ({ to_come }) => count(to_come), figures: true },
    { head: t('today.late'), cell: ({ late }) => count(late), figures: true },
    { head: t('today.line'), cell: (depot) => <Line depot={depot} /> },
    { head: t('nav.attention'), cell: (depot) => <Needs depot={depot} /> },
  ];
}

/** What its hub has that HQ does not. */
function Line({ depot: { backlog, backlog_since, hub_seen_at } }: { depot: DepotOverview }) {
  const { t } = useTranslation('hq');
  if (backlog === null) return t('depots.noHub');
  return (
    <>
      {backlog > 0 ? <StateBadge state="depot" count={backlog} /> : t('today.allHere')}
      <span className="second">
        {backlog_since ? <Moment at={backlog_since} /> : hub_seen_at && <Moment at={hub_seen_at} />}
      </span>
    </>
  );
}

function Needs({ depot }: { depot: DepotOverview }) {
  const count = needsOf(depot);
  if (count === 0) return '0';
  return (
    <Anchor component={Link} to={`/attention?depot_id=${depot.depot_id}`} underline="always" fz="sm">
      <StateBadge state="person" count={count} />
    </Anchor>
  );
}
