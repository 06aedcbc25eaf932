import { Select } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Tour, TourState } from '#shared/contract/tour.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { DayInput } from '#shared/ui/day/day-input.tsx';
import { formatDay, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { UNNAMED, useDepots, useUsers } from '../api/directory.ts';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { TourDrawer } from './tour-drawer.tsx';

const STATES = TourState.anyOf.map((state) => state.const);
const NO_FILTERS = { depot_id: '', day: '', state: '' };

/** Each driver's day: what was loaded, what came back, and what differs. */
export function ToursScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['depot_id', 'day', 'state']);
  const opened = useOpened();
  const list = useSortedList('tours', filters);
  return (
    <>
      <ListHead title={t('nav.tours')} list={list}>
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <DayInput w={160} label={t('today.day')} value={filters.day} onChange={(day) => change({ day })} />
        <Select
          w={240}
          label={t('deliveries.status')}
          placeholder={t('list.all')}
          clearable
          data={STATES.map((state) => ({ value: state, label: t(`tours.state.${state}`) }))}
          value={filters.state || null}
          onChange={(state) => change({ state: state ?? '' })}
        />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.tours')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconRoute, title: t('tours.none'), text: t('tours.noneMore') }}
      />
      <TourDrawer opened={opened} />
    </>
  );
}

function useColumns(): Column<Tour>[] {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const users = useUsers();
  const depots = useDepots();
  return [
    { head: t('deliveries.driver'), cell: (tour) => <bdi>{users?.get(tour.driver_user_id)?.name ?? UNNAMED}</bdi> },
    { head: t('today.day'), sort: 'day', cell: ({ day }) => <bdi>{formatDay(day, language)}</bdi> },
    { head: t('list.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('deliveries.status'), cell: (tour) => <State tour={tour} /> },
    {
      head: t('tours.goodsDiffer'),
      cell: ({ differences }) => formatNumber(differences?.goods?.length ?? 0),
      figures: true,
    },
    {
      head: t('tours.cashDiffers'),
      cell: ({ differences }) => <Amount value={differences?.cash ?? 0} bare />,
      figures: true,
    },
  ];
}

function State({ tour: { state } }: { tour: Tour }) {
  const { t } = useTranslation('hq');
  const text = t(`tours.state.${state}`);
  return state === 'WAITING_FOR_EVENTS' ? <StateBadge state="person">{text}</StateBadge> : text;
}
