import { Select } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditStepRecord } from '#shared/contract/hq/audit-steps.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDevices, useUsers } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { StepDrawer } from './step-drawer.tsx';
import { stepKey, TRANSLATED_STEPS } from './step-text.ts';

const FILTERS = ['depot_id', 'user_id', 'action', 'from', 'to'] as const;
const NO_FILTERS = { depot_id: '', user_id: '', action: '', from: '', to: '' };

/** What people did on their devices, step by step, as the devices signed it. */
export function TrailScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(FILTERS);
  const opened = useOpened();
  const list = useList('audit-entries', filters);
  const people = [...(useUsers()?.values() ?? [])];
  return (
    <>
      <ListHead title={t('nav.trail')} list={list}>
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <Select
          w={200}
          label={t('attention.who')}
          placeholder={t('list.all')}
          clearable
          searchable
          data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={filters.user_id || null}
          onChange={(user_id) => change({ user_id: user_id ?? '' })}
        />
        <Select
          w={200}
          label={t('trail.what')}
          placeholder={t('list.all')}
          clearable
          data={TRANSLATED_STEPS.map((value) => ({ value, label: t(`trail.step.${value}`) }))}
          value={filters.action || null}
          onChange={(action) => change({ action: action ?? '' })}
        />
        <DateRange from={filters.from} to={filters.to} onChange={change} />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.trail')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconListDetails, title: t('trail.none'), text: t('trail.noneMore') }}
      />
      <StepDrawer id={opened.open} onClose={opened.close} />
    </>
  );
}

function useColumns(): Column<AuditStepRecord>[] {
  const { t } = useTranslation('hq');
  const devices = useDevices();
  return [
    { head: t('trail.what'), cell: ({ action }) => t(stepKey(action)) },
    { head: t('attention.who'), cell: ({ user_name }) => <bdi>{user_name ?? UNNAMED}</bdi> },
    { head: t('trail.at'), cell: ({ occurred_at }) => <Moment at={occurred_at} /> },
    { head: t('attention.device'), cell: ({ device_id }) => <bdi>{devices?.get(device_id)?.name ?? UNNAMED}</bdi> },
  ];
}
