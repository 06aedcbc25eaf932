import { Group, Select } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Client } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { hqRequest } from '../api/client.ts';
import { useDepots } from '../api/directory.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useClientFile } from '../files/paper-files.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { ListSums } from '../list/list-sums.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useMayAct } from '../session/session-context.tsx';
import { ClientDrawer } from './client-drawer.tsx';
import { clientBody, useClientFields } from './client-fields.ts';
import { CreditMark } from './credit-mark.tsx';
import { LikelyClients } from './likely-clients.tsx';

/** Who buys, where, and what they owe. */
export function ClientsScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'depot_id', 'owing']);
  const opened = useOpened();
  const list = useSortedList('clients', filters);
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ListHead
        title={t('clients.title')}
        list={list}
        action={
          <Group gap="xs">
            <ExportButton list="clients" filters={filters} name={t('clients.title')} columns={useClientFile()} />
            <ActButton isNext onClick={() => opened.show({ act: 'new' })}>
              {t('clients.create')}
            </ActButton>
          </Group>
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <OwingFilter value={filters.owing} onChange={(owing) => change({ owing })} />
      </ListHead>
      <ListSums list={list} names={{ balance: t('clients.balance') }} />
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('clients.title')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={filtered ? () => change({ q: '', depot_id: '', owing: '' }) : null}
        empty={{ icon: IconBuildingStore, title: t('clients.none'), text: t('clients.noneMore') }}
      />
      <ClientDrawer opened={opened} />
      <ActDialog
        opened={useMayAct() && opened.act === 'new'}
        title={t('clients.create')}
        onClose={opened.close}
        fields={useClientFields()}
        toChange={(values) => hqRequest('POST /clients', { body: clientBody(values) })}
        submit={t('clients.create')}
        below={(values) => <LikelyClients values={values} />}
      />
    </>
  );
}

function OwingFilter({ value, onChange }: { value: string; onChange: (owing: string) => void }) {
  const { t } = useTranslation('hq');
  return (
    <Select
      w={200}
      label={t('clients.which')}
      placeholder={t('clients.all')}
      clearable
      data={[{ value: 'true', label: t('clients.owing') }]}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

function useColumns(): Column<Client>[] {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  return [
    { head: t('clients.name'), sort: 'name', cell: ({ name }) => <bdi>{name}</bdi> },
    { head: t('clients.phone'), cell: ({ phone }) => <bdi className="ltr unbroken">{phone}</bdi> },
    { head: t('clients.address'), cell: ({ address }) => <bdi>{address}</bdi> },
    {
      head: t('clients.depots'),
      cell: ({ depot_ids }) => <bdi>{depot_ids.map((id) => depots?.get(id)?.code ?? '').join(' ')}</bdi>,
    },
    {
      head: t('clients.balanceColumn'),
      sort: 'balance',
      cell: (client) => (
        <>
          <Amount value={client.balance} bare />
          <CreditMark client={client} />
        </>
      ),
      figures: true,
    },
  ];
}
