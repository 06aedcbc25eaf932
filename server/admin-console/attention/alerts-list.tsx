import { Box, SegmentedControl, Select } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AlertRecord } from '#shared/contract/hq/records.ts';
import { ALERT_KINDS } from '#shared/domain/decide/plan.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDepots, useDevices, useUsers } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useParams } from '../list/use-params.ts';
import { AboutLink } from './about-link.tsx';
import { AlertDrawer } from './alert-drawer.tsx';
import { alertText } from './alert-text.ts';
import { AlertsByUser } from './alerts-by-user.tsx';

/** `alert` is a kind of alert; `seen` is empty for those that nobody has looked at. */
const FILTERS = ['depot_id', 'alert', 'user_id', 'seen'] as const;
type Filters = Record<(typeof FILTERS)[number], string>;
const NO_FILTERS: Filters = { depot_id: '', alert: '', user_id: '', seen: '' };

/** What looks odd: by kind, by person, to be seen or seen. */
export function AlertsList({ head }: { head: React.ReactNode }) {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(FILTERS);
  const [{ open, entry }, setOpen] = useParams(['open', 'entry']);
  const { depot_id, alert, user_id, seen } = filters;
  const list = useList('alerts', { depot_id, kind: alert, user_id, seen: seen || 'false' });
  return (
    <>
      <ListHead title={t('attention.title')} list={list}>
        {head}
        <AlertFilters filters={filters} change={change} />
      </ListHead>
      <Box mb="md">
        <AlertsByUser depotId={depot_id} />
      </Box>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('attention.title')}
        keyOf={({ id }) => id}
        opened={open}
        onOpen={({ id }) => setOpen({ open: id, entry: '' })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconCircleCheck, title: t('attention.none'), text: t('attention.alertsMore') }}
      />
      {/* Closing what a device said leads back to the alert that named it. */}
      <AlertDrawer id={entry === '' ? open : ''} onClose={() => setOpen({ open: '' })} />
    </>
  );
}

function useColumns(): Column<AlertRecord>[] {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  const devices = useDevices();
  return [
    { head: t('attention.kind'), cell: ({ kind }) => t(`attention.alert.${alertText(kind)}`) },
    { head: t('attention.at'), cell: ({ created_at }) => <Moment at={created_at} /> },
    { head: t('attention.about'), cell: (alert) => <AboutLink event={alert} /> },
    { head: t('attention.who'), cell: ({ user_name }) => <bdi>{user_name ?? UNNAMED}</bdi> },
    { head: t('attention.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id ?? 0)?.name ?? UNNAMED}</bdi> },
    {
      head: t('attention.device'),
      cell: ({ device_id }) => <bdi>{devices?.get(device_id ?? '')?.name ?? UNNAMED}</bdi>,
    },
  ];
}

function AlertFilters({ filters, change }: { filters: Filters; change: (part: Partial<Filters>) => void }) {
  const { t } = useTranslation('hq');
  const { depot_id, alert, user_id, seen } = filters;
  const people = [...(useUsers()?.values() ?? [])].filter(
    (user) => String(user.id) === user_id || !depot_id || String(user.depot_id) === depot_id,
  );
  return (
    <>
      <Select
        w={260}
        label={t('attention.kind')}
        placeholder={t('list.allOfThem')}
        clearable
        data={ALERT_KINDS.map((kind) => ({ value: kind, label: t(`attention.alert.${kind}`) }))}
        value={alert || null}
        onChange={(kind) => change({ alert: kind ?? '' })}
      />
      <Select
        w={200}
        label={t('attention.person')}
        placeholder={t('list.allOfThem')}
        clearable
        searchable
        data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={user_id || null}
        onChange={(id) => change({ user_id: id ?? '' })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t('attention.seenOrNot')}
        data={[
          { value: '', label: t('attention.toSee') },
          { value: 'true', label: t('attention.seen') },
        ]}
        value={seen === 'true' ? 'true' : ''}
        onChange={(chosen) => change({ seen: chosen })}
      />
    </>
  );
}
