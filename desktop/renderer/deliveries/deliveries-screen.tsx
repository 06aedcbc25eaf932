import { Button, Group, Text, Title } from '@mantine/core';
import { IconPrinter, IconSearch, IconTruckDelivery } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery } from '../api/queries.ts';
import { useShortcuts } from '../frame/use-shortcuts.ts';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { DeliveryTable } from './delivery-table.tsx';
import { driversIn, EVERYTHING, type Filter, filterIn, matching, paramsOf, printable } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';

/** A day's deliveries, each with its note to print; one of them opens beside the list. */
export function DeliveriesScreen({ id }: { id?: string | undefined }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  usePageTitle(t('deliveries.title'));
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterIn(params), [params]);
  const change = (part: Partial<Filter>) => setParams(paramsOf({ ...filter, ...part }), { replace: true });
  const { data, error, isPending, refetch } = useQuery(deliveriesQuery(filter.day));
  const shown = matching(data?.items ?? [], filter);
  const notes = printable(shown).length;
  const search = useRef<HTMLInputElement>(null);
  const shortcuts = useMemo(
    () => ({
      search: () => search.current?.focus(),
      printAll: () => navigate(`/deliveries/print?${paramsOf(filter)}`),
    }),
    [navigate, filter],
  );
  useShortcuts(shortcuts);
  return (
    <>
      <Group justify="space-between" mb="md">
        <Group align="baseline">
          <Title order={2}>{t('deliveries.title')}</Title>
          {data && (
            <Text c="dimmed" role="status">
              {t('deliveries.count', { count: shown.length })}
            </Text>
          )}
        </Group>
        <NextButton
          leftSection={<IconPrinter size={20} aria-hidden />}
          aria-keyshortcuts="p"
          disabled={notes === 0}
          onClick={shortcuts.printAll}
        >
          {t(filter.driver === null ? 'deliveries.printAll' : 'delivery.printTour', { count: notes })}
        </NextButton>
      </Group>
      <FilterBar
        filter={filter}
        day={filter.day || (data?.day ?? '')}
        drivers={driversIn(data?.items ?? [])}
        change={change}
        search={search}
      />
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={10} height={48} />}
      {data && shown.length > 0 && <DeliveryTable deliveries={shown} filter={filter} listDay={data.day} />}
      {data?.items.length === 0 && (
        <EmptyState icon={IconTruckDelivery} title={t('deliveries.none')}>
          {t('deliveries.noneMore')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && shown.length === 0 && (
        <NothingMatches clear={() => change({ ...EVERYTHING, day: filter.day })} />
      )}
      {id !== undefined && (
        <DeliveryDrawer
          key={id}
          id={id}
          printPath={`/deliveries/${id}/print?${paramsOf(filter)}`}
          onClose={() => navigate(`/deliveries?${paramsOf(filter)}`)}
        />
      )}
    </>
  );
}

function NothingMatches({ clear }: { clear: () => void }) {
  const { t } = useTranslation(['depot', 'ui']);
  return (
    <EmptyState
      icon={IconSearch}
      title={t('deliveries.noMatch')}
      action={<Button onClick={clear}>{t('ui:action.clearSearch')}</Button>}
    >
      {t('deliveries.noMatchMore')}
    </EmptyState>
  );
}
