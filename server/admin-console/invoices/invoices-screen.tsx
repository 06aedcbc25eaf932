import { Group } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Invoice } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useClients, useUsers } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useInvoiceFile } from '../files/paper-files.ts';
import { ClientFilter } from '../list/client-filter.tsx';
import type { Column } from '../list/column.ts';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { ListSums } from '../list/list-sums.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { SummaryLink } from '../summary-invoices/summary-link.tsx';
import { InvoiceDrawer } from './invoice-drawer.tsx';

export function InvoicesScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'depot_id', 'client_id', 'from', 'to']);
  const opened = useOpened();
  const list = useList('invoices', filters);
  const columns = useColumns();
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ListHead
        title={t('invoices.title')}
        list={list}
        action={
          <Group gap="sm">
            <SummaryLink />
            <ExportButton list="invoices" filters={filters} name={t('invoices.title')} columns={useInvoiceFile()} />
          </Group>
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <DateRange from={filters.from} to={filters.to} onChange={change} />
        <ClientFilter value={filters.client_id} onChange={(client_id) => change({ client_id })} />
      </ListHead>
      <ListSums
        list={list}
        names={{
          ...{ total_ht: t('invoices.ht'), total_tva: t('invoices.vat'), stamp_duty: t('invoices.stamp') },
          total_ttc: t('deliveries.totalTtc'),
        }}
      />
      <ListBody
        list={list}
        columns={columns}
        label={t('invoices.title')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={filtered ? () => change({ q: '', depot_id: '', client_id: '', from: '', to: '' }) : null}
        empty={{ icon: IconFileInvoice, title: t('invoices.none'), text: t('invoices.noneMore') }}
      />
      <InvoiceDrawer opened={opened} />
    </>
  );
}

function useColumns(): Column<Invoice>[] {
  const { t } = useTranslation(['hq', 'ui']);
  const clients = useClients();
  const users = useUsers();
  return [
    {
      head: t('invoices.reference'),
      cell: ({ reference, cancelled_at }) => (
        <>
          <bdi>{reference}</bdi>
          {cancelled_at && <span className="second">{t('invoices.cancelled')}</span>}
        </>
      ),
    },
    {
      head: t('invoices.client'),
      cell: ({ client_id, created_by, created_at, payment }) => (
        <>
          <bdi>{clients?.get(client_id)?.name ?? UNNAMED}</bdi>
          <span className="second">
            <Moment at={created_at} /> · <bdi>{users?.get(created_by)?.name ?? UNNAMED}</bdi> ·{' '}
            {t(`ui:payment.${payment}`)}
          </span>
        </>
      ),
    },
    { head: t('invoices.ht'), cell: ({ total_ht }) => <Amount value={total_ht} bare />, figures: true },
    { head: t('invoices.vat'), cell: ({ total_tva }) => <Amount value={total_tva} bare />, figures: true },
    { head: t('invoices.stamp'), cell: ({ stamp_duty }) => <Amount value={stamp_duty} bare />, figures: true },
    { head: t('invoices.ttc'), cell: ({ total_ttc }) => <Amount value={total_ttc} bare />, figures: true },
  ];
}
