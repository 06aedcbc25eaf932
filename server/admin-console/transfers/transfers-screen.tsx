import { Select } from '@mantine/core';
import { IconArrowsRightLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Transfer } from '#shared/contract/hq/stock.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDepots, useProducts } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useTransferFile } from '../files/goods-files.ts';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { TransferDrawer } from './transfer-drawer.tsx';
import { TransferState } from './transfer-state.tsx';

const STATES = ['IN_TRANSIT', 'RECEIVED'] as const;

/** What depots send each other: on its way, and arrived, with what differed. */
export function TransfersScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'depot_id', 'state']);
  const opened = useOpened();
  const list = useList('stock/transfers', filters);
  return (
    <>
      <ListHead
        title={t('nav.transfers')}
        list={list}
        action={
          <ExportButton
            list="stock/transfers"
            filters={filters}
            name={t('nav.transfers')}
            columns={useTransferFile()}
          />
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <Select
          w={180}
          label={t('lots.stateHead')}
          placeholder={t('list.all')}
          clearable
          data={STATES.map((value) => ({ value, label: t(`transfers.state.${value}`) }))}
          value={filters.state || null}
          onChange={(state) => change({ state: state ?? '' })}
        />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.transfers')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change({ q: '', depot_id: '', state: '' }) : null}
        empty={{ icon: IconArrowsRightLeft, title: t('transfers.none'), text: t('transfers.noneMore') }}
      />
      <TransferDrawer opened={opened} />
    </>
  );
}

function useColumns(): Column<Transfer>[] {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const depots = useDepots();
  return [
    { head: t('stock.lot'), cell: ({ lot_number }) => <bdi>{lot_number}</bdi> },
    { head: t('stock.product'), cell: ({ product_id }) => <bdi>{products?.get(product_id)?.name ?? UNNAMED}</bdi> },
    { head: t('transfers.from'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('lots.toDepot'), cell: ({ to_depot_id }) => <bdi>{depots?.get(to_depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('transfers.sentAt'), cell: ({ sent_at }) => <Moment at={sent_at} /> },
    { head: t('lots.stateHead'), cell: (transfer) => <TransferState transfer={transfer} /> },
    { head: t('transfers.sent'), cell: ({ quantity }) => formatNumber(quantity), figures: true },
    {
      head: t('transfers.received'),
      cell: ({ received_quantity }) => (received_quantity === null ? UNNAMED : formatNumber(received_quantity)),
      figures: true,
    },
  ];
}
