import { Anchor } from '@mantine/core';
import { IconReceiptRefund } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { useList } from '../api/use-list.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useCreditNoteFile } from '../files/paper-files.ts';
import type { Column } from '../list/column.ts';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { ListSums } from '../list/list-sums.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useParams } from '../list/use-params.ts';

/** Goods that were taken back, each under a number of its own series. */
export function CreditNotesScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'depot_id', 'from', 'to']);
  const list = useList('credit-notes', filters);
  return (
    <>
      <ListHead
        title={t('nav.creditNotes')}
        list={list}
        action={
          <ExportButton
            list="credit-notes"
            filters={filters}
            name={t('nav.creditNotes')}
            columns={useCreditNoteFile()}
          />
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <DateRange from={filters.from} to={filters.to} onChange={change} />
      </ListHead>
      <ListSums
        list={list}
        names={{ total_ht: t('invoices.ht'), total_tva: t('invoices.vat'), total_ttc: t('deliveries.totalTtc') }}
      />
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.creditNotes')}
        keyOf={({ id }) => id}
        clearFilters={
          Object.values(filters).some(Boolean) ? () => change({ q: '', depot_id: '', from: '', to: '' }) : null
        }
        empty={{ icon: IconReceiptRefund, title: t('invoices.noCredit'), text: t('invoices.noCreditMore') }}
      />
    </>
  );
}

function useColumns(): Column<CreditNote>[] {
  const { t } = useTranslation('hq');
  return [
    { head: t('invoices.creditNote'), cell: ({ reference }) => <bdi>{reference}</bdi> },
    {
      head: t('invoices.reference'),
      cell: ({ invoice_id, invoice_reference }) => (
        <Anchor component={Link} to={`/invoices?open=${invoice_id}`} size="sm" underline="always">
          <bdi>{invoice_reference}</bdi>
        </Anchor>
      ),
    },
    {
      head: t('invoices.client'),
      cell: ({ client_name, created_at }) => (
        <>
          <bdi>{client_name}</bdi>
          <span className="second">
            <Moment at={created_at} />
          </span>
        </>
      ),
    },
    { head: t('form.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
    {
      head: t('invoices.goods'),
      cell: ({ goods_back }) => t(goods_back ? 'invoices.goodsInStock' : 'invoices.goodsGone'),
    },
    { head: t('invoices.ttc'), cell: ({ total_ttc }) => <Amount value={total_ttc} bare />, figures: true },
  ];
}
