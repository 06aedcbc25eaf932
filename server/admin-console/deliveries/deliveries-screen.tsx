import { Group, Select } from '@mantine/core';
import { IconArrowsRightLeft, IconTruckDelivery } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '#shared/contract/entities.ts';
import { DayInput } from '#shared/ui/day/day-input.tsx';
import { DeliveryAmount } from '#shared/ui/delivery-amount.tsx';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { UNNAMED, useDepots, useUsers } from '../api/directory.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useDeliveryFile } from '../files/paper-files.ts';
import { ActButton } from '../list/act-button.tsx';
import { ClientFilter } from '../list/client-filter.tsx';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useMayAct } from '../session/session-context.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { DELIVERY_STATUSES } from './statuses.ts';
import { TourMoveDialog } from './tour-move-dialog.tsx';

const FILTERS = ['q', 'depot_id', 'driver_user_id', 'status', 'planned_for', 'client_id'] as const;
type Filters = Record<(typeof FILTERS)[number], string>;
const NO_FILTERS: Filters = {
  ...{ q: '', depot_id: '', driver_user_id: '' },
  ...{ status: '', planned_for: '', client_id: '' },
};

export function DeliveriesScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(FILTERS);
  const opened = useOpened();
  const mayPlan = useMayAct('POST /deliveries');
  const list = useSortedList('deliveries', filters);
  const columns = useColumns();
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ListHead
        title={t('deliveries.title')}
        list={list}
        action={
          <Group gap="xs">
            <ExportButton
              list="deliveries"
              filters={filters}
              name={t('deliveries.title')}
              columns={useDeliveryFile()}
            />
            {filters.driver_user_id && filters.planned_for && (
              <ActButton act="POST /tours/move" icon={IconArrowsRightLeft} onClick={() => opened.show({ act: 'tour' })}>
                {t('deliveries.moveTour')}
              </ActButton>
            )}
            <ActButton isNext act="POST /deliveries" onClick={() => opened.show({ act: 'new' })}>
              {t('deliveries.plan')}
            </ActButton>
          </Group>
        }
      >
        <DeliveryFilters filters={filters} change={change} />
      </ListHead>
      <ListBody
        list={list}
        columns={columns}
        label={t('deliveries.title')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={filtered ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconTruckDelivery, title: t('deliveries.none'), text: t('deliveries.noneMore') }}
      />
      <DeliveryDrawer opened={opened} />
      <PlanDialog opened={mayPlan && opened.act === 'new'} onClose={opened.close} />
      <TourMoveDialog
        opened={mayPlan && opened.act === 'tour'}
        driverId={Number(filters.driver_user_id)}
        day={filters.planned_for}
        onClose={opened.close}
      />
    </>
  );
}

function useColumns(): Column<Delivery>[] {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const users = useUsers();
  const depots = useDepots();
  return [
    { head: t('deliveries.reference'), cell: ({ reference }) => <bdi>{reference}</bdi> },
    { head: t('deliveries.client'), cell: ({ client_name }) => <bdi>{client_name}</bdi> },
    { head: t('deliveries.depot'), cell: ({ depot_id }) => depots?.get(depot_id)?.code ?? UNNAMED },
    { head: t('deliveries.driver'), cell: ({ driver_user_id }) => users?.get(driver_user_id)?.name ?? UNNAMED },
    {
      head: t('deliveries.plannedFor'),
      sort: 'planned_for',
      cell: ({ planned_for }) => formatDay(planned_for, language),
    },
    { head: t('deliveries.status'), cell: ({ status }) => <DeliveryStatus status={status} /> },
    { head: t('deliveries.amount'), cell: (delivery) => <DeliveryAmount delivery={delivery} bare />, figures: true },
  ];
}

function DeliveryFilters({ filters, change }: { filters: Filters; change: (part: Partial<Filters>) => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const drivers = [...(useUsers()?.values() ?? [])].filter(
    ({ role, depot_id }) => role === 'driver' && (!filters.depot_id || String(depot_id) === filters.depot_id),
  );
  return (
    <>
      <SearchField value={filters.q} onChange={(q) => change({ q })} />
      <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id, driver_user_id: '' })} />
      <Select
        w={180}
        label={t('deliveries.driver')}
        placeholder={t('list.all')}
        clearable
        data={drivers.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={filters.driver_user_id || null}
        onChange={(id) => change({ driver_user_id: id ?? '' })}
      />
      <Select
        w={150}
        label={t('deliveries.status')}
        placeholder={t('list.all')}
        clearable
        data={DELIVERY_STATUSES.map((status) => ({ value: status, label: t(`ui:delivery.${status}`) }))}
        value={filters.status || null}
        onChange={(status) => change({ status: status ?? '' })}
      />
      <DayInput
        w={160}
        label={t('deliveries.plannedFor')}
        value={filters.planned_for}
        onChange={(planned_for) => change({ planned_for })}
      />
      <ClientFilter value={filters.client_id} onChange={(client_id) => change({ client_id })} />
    </>
  );
}
