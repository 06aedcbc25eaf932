import { Select } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '#shared/contract/hq/records.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { UNNAMED, useUsers } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import { AboutLink } from '../attention/about-link.tsx';
import { actionText, TRANSLATED_ACTIONS } from '../attention/alert-text.ts';
import { EntryDrawer } from '../attention/entry-drawer.tsx';
import type { Column } from '../list/column.ts';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';

const FILTERS = ['q', 'depot_id', 'user_id', 'status', 'action', 'from', 'to'] as const;
type Filters = Record<(typeof FILTERS)[number], string>;
const NO_FILTERS: Filters = { q: '', depot_id: '', user_id: '', status: '', action: '', from: '', to: '' };
const STATUSES = ['APPLIED', 'REJECTED', 'WAITING', 'QUARANTINED'] as const;

/** Every entry of every device, searched by person, act, outcome and day. */
export function EntriesScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(FILTERS);
  const [, setOpen] = useParams(['open', 'do']);
  const opened = useOpened();
  const list = useList('events', filters);
  return (
    <>
      <ListHead title={t('nav.entries')} list={list}>
        <EntryFilters filters={filters} change={change} />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.entries')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconFileSearch, title: t('entries.none'), text: t('entries.noneMore') }}
      />
      <EntryDrawer id={opened.open} onClose={() => setOpen({ open: '', do: '' })} />
    </>
  );
}

function EntryFilters({ filters, change }: { filters: Filters; change: (changed: Partial<Filters>) => void }) {
  const { t } = useTranslation('hq');
  const people = [...(useUsers()?.values() ?? [])];
  const choice = (name: 'user_id' | 'status' | 'action', label: string, data: { value: string; label: string }[]) => (
    <Select
      w={180}
      label={label}
      placeholder={t(name === 'action' ? 'list.allOfThem' : 'list.all')}
      clearable
      searchable={data.length > 8}
      data={data}
      value={filters[name] || null}
      onChange={(value) => change({ [name]: value ?? '' })}
    />
  );
  return (
    <>
      <SearchField value={filters.q} onChange={(q) => change({ q })} />
      <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
      {choice(
        'user_id',
        t('attention.who'),
        people.map(({ id, name }) => ({ value: String(id), label: name })),
      )}
      {choice(
        'action',
        t('attention.what'),
        TRANSLATED_ACTIONS.map((value) => ({ value, label: t(`attention.action.${value}`) })),
      )}
      {choice(
        'status',
        t('entries.outcome'),
        STATUSES.map((value) => ({ value, label: t(`deliveries.outcome.${value}`) })),
      )}
      <DateRange from={filters.from} to={filters.to} onChange={change} />
    </>
  );
}

function useColumns(): Column<EventRecord>[] {
  const { t } = useTranslation(['hq', 'ui']);
  return [
    { head: t('attention.what'), cell: ({ action }) => t(`attention.action.${actionText(action)}`) },
    { head: t('attention.at'), cell: ({ stored_at }) => <Moment at={stored_at} /> },
    { head: t('attention.about'), cell: (event) => <AboutLink event={event} /> },
    { head: t('attention.who'), cell: ({ user_name }) => <bdi>{user_name ?? UNNAMED}</bdi> },
    { head: t('entries.outcome'), cell: (event) => <Outcome event={event} /> },
    {
      head: t('attention.why'),
      cell: ({ error_code }) => (error_code ? t(`ui:reason.${reasonText(error_code)}`) : UNNAMED),
    },
  ];
}

function Outcome({ event: { status } }: { event: EventRecord }) {
  const { t } = useTranslation('hq');
  const text = t(`deliveries.outcome.${status}`);
  return status === 'APPLIED' ? text : <StateBadge state="person">{text}</StateBadge>;
}
