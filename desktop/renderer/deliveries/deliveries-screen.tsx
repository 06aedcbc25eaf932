import { Button, CloseButton, Group, Select, Text, TextInput, Title } from '@mantine/core';
import { IconPrinter, IconSearch, IconTruckDelivery } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useMemo, useRef } from 'react';
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
import { DeliveryTable } from './delivery-table.tsx';
import { type Filter, filterIn, matching, paramsOf, printable } from './filter.ts';

/** A day's deliveries, each with its note to print. */
export function DeliveriesScreen() {
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
          {t('deliveries.printAll', { count: notes })}
        </NextButton>
      </Group>
      <FilterBar filter={filter} day={filter.day || (data?.day ?? '')} change={change} search={search} />
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={10} height={48} />}
      {data && shown.length > 0 && <DeliveryTable deliveries={shown} day={filter.day} listDay={data.day} />}
      {data?.items.length === 0 && (
        <EmptyState icon={IconTruckDelivery} title={t('deliveries.none')}>
          {t('deliveries.noneMore')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && shown.length === 0 && (
        <NothingMatches clear={() => change({ search: '', status: null })} />
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

interface FilterBarProps {
  filter: Filter;
  day: string;
  change: (part: Partial<Filter>) => void;
  search: RefObject<HTMLInputElement | null>;
}

const STATUSES = ['PENDING', 'VALIDATED', 'PARTIAL', 'FAILED', 'CANCELLED'] as const;

function FilterBar({ filter, day, change, search }: FilterBarProps) {
  const { t } = useTranslation(['depot', 'ui']);
  return (
    <Group mb="md" align="end" role="search">
      <TextInput
        ref={search}
        flex={1}
        miw={240}
        size="md"
        label={t('deliveries.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-keyshortcuts="/"
        value={filter.search}
        onChange={(typed) => change({ search: typed.currentTarget.value })}
        rightSection={
          filter.search && (
            <CloseButton aria-label={t('ui:action.clearSearch')} onClick={() => change({ search: '' })} />
          )
        }
      />
      <Select
        size="md"
        w={180}
        label={t('deliveries.status')}
        placeholder={t('deliveries.all')}
        clearable
        data={STATUSES.map((status) => ({ value: status, label: t(`ui:delivery.${status}`) }))}
        value={filter.status}
        onChange={(status) => change({ status })}
      />
      <TextInput
        type="date"
        size="md"
        label={t('deliveries.day')}
        value={day}
        onChange={(picked) => change({ day: picked.currentTarget.value })}
      />
    </Group>
  );
}
