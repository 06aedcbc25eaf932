import { Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ActRecord } from '#shared/contract/hq/acts.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { useUsers } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { DateRange } from '../list/date-range.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { ActDrawer } from './act-drawer.tsx';
import { actText, TRANSLATED_ACTS } from './act-text.ts';

const FILTERS = ['q', 'what', 'user_id', 'from', 'to'] as const;
type Filters = Record<(typeof FILTERS)[number], string>;
const NO_FILTERS: Filters = { q: '', what: '', user_id: '', from: '', to: '' };

/** What people did at HQ: who, when, to what, from which device, and why. */
export function ActsScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(FILTERS);
  const opened = useOpened();
  const list = useList('acts', filters);
  return (
    <>
      <ListHead title={t('nav.acts')} list={list}>
        <ActFilters filters={filters} change={change} />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.acts')}
        keyOf={({ id }) => String(id)}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: String(id) })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconHistory, title: t('acts.none'), text: t('acts.noneMore') }}
      />
      <ActDrawer id={opened.open} onClose={opened.close} />
    </>
  );
}

function useColumns(): Column<ActRecord>[] {
  const { t } = useTranslation('hq');
  return [
    { head: t('acts.act'), cell: ({ what }) => t(`acts.what.${actText(what)}`) },
    { head: t('acts.about'), cell: ({ entity_name }) => <bdi>{entity_name}</bdi> },
    { head: t('acts.by'), cell: ({ user_name }) => <bdi>{user_name}</bdi> },
    { head: t('acts.at'), cell: ({ at }) => <Moment at={at} /> },
    { head: t('form.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
  ];
}

function ActFilters({ filters, change }: { filters: Filters; change: (part: Partial<Filters>) => void }) {
  const { t } = useTranslation('hq');
  const people = [...(useUsers()?.values() ?? [])].filter(({ role }) => role === 'admin' || role === 'clerk');
  return (
    <>
      <SearchField value={filters.q} onChange={(q) => change({ q })} />
      <Select
        w={210}
        label={t('acts.act')}
        placeholder={t('list.all')}
        clearable
        searchable
        data={TRANSLATED_ACTS.map((what) => ({ value: what, label: t(`acts.what.${what}`) }))}
        value={filters.what || null}
        onChange={(what) => change({ what: what ?? '' })}
      />
      <Select
        w={180}
        label={t('acts.by')}
        placeholder={t('list.all')}
        clearable
        data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={filters.user_id || null}
        onChange={(user_id) => change({ user_id: user_id ?? '' })}
      />
      <DateRange from={filters.from} to={filters.to} onChange={change} />
    </>
  );
}
