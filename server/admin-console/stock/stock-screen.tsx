import { Group } from '@mantine/core';
import { IconBuildingWarehouse, IconListCheck, IconPackageImport, IconPackages } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { StockLevel } from '#shared/contract/entities.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { UNNAMED, useDepots, useProducts } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useStockFile } from '../files/goods-files.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { StockActDialog } from '../lots/stock-act-dialog.tsx';
import { useUser } from '../session/session-context.tsx';
import { LotsDrawer } from './lots-drawer.tsx';

/** Stock of one depot as the server computed it; the lots behind a number are one click away. */
export function StockScreen() {
  const { t } = useTranslation('hq');
  const user = useUser();
  const depots = useDepots();
  const [params, change] = useParams(['q', 'depot_id']);
  const opened = useOpened();
  const first = [...(depots?.keys() ?? [])][0];
  const depotId = params.depot_id || String(user.depot_id ?? first ?? '');
  const list = useList('stock', { q: params.q, depot_id: depotId }, depotId !== '');
  const columns = useColumns();
  return (
    <>
      <ListHead
        title={t('stock.title')}
        list={list}
        action={
          <Group gap="xs">
            <ExportButton
              list="stock"
              filters={{ q: params.q, depot_id: depotId }}
              name={t('stock.title')}
              columns={useStockFile()}
            />
            {depotId !== '' && <Acts onAct={(act) => opened.show({ act })} />}
          </Group>
        }
      >
        <DepotFilter one value={depotId} onChange={(chosen) => change({ depot_id: chosen })} />
        <SearchField value={params.q} onChange={(q) => change({ q })} />
      </ListHead>
      {depots?.size === 0 ? (
        <EmptyState icon={IconBuildingWarehouse} title={t('stock.choose')}>
          {t('stock.chooseMore')}
        </EmptyState>
      ) : (
        <ListBody
          list={list}
          columns={columns}
          label={t('stock.title')}
          keyOf={({ product_id }) => String(product_id)}
          opened={opened.open}
          onOpen={({ product_id }) => opened.show({ open: String(product_id) })}
          clearFilters={params.q ? () => change({ q: '' }) : null}
          empty={{ icon: IconPackages, title: t('stock.none'), text: t('stock.noneMore') }}
        />
      )}
      <LotsDrawer depotId={depotId} opened={opened} />
      {depotId !== '' &&
        (['receive', 'count'] as const).map((act) => (
          <StockActDialog
            key={act}
            act={act}
            opened={opened.act === act}
            of={{ depotId: Number(depotId), ...(opened.open !== '' && { productId: Number(opened.open) }) }}
            onClose={opened.close}
          />
        ))}
    </>
  );
}

function Acts({ onAct }: { onAct: (act: 'receive' | 'count') => void }) {
  const { t } = useTranslation('hq');
  return (
    <Group gap="xs">
      <ActButton act="POST /stock/counts" icon={IconListCheck} onClick={() => onAct('count')}>
        {t('lots.act.count')}
      </ActButton>
      <ActButton act="POST /stock/receipts" isNext icon={IconPackageImport} onClick={() => onAct('receive')}>
        {t('lots.act.receive')}
      </ActButton>
    </Group>
  );
}

function useColumns(): Column<StockLevel>[] {
  const { t } = useTranslation('hq');
  const products = useProducts();
  return [
    { head: t('stock.code'), cell: ({ product_id }) => <bdi>{products?.get(product_id)?.code ?? product_id}</bdi> },
    { head: t('stock.product'), cell: ({ product_id }) => <bdi>{products?.get(product_id)?.name ?? UNNAMED}</bdi> },
    { head: t('stock.unit'), cell: ({ product_id }) => <bdi>{products?.get(product_id)?.unit ?? UNNAMED}</bdi> },
    { head: t('stock.asOf'), cell: ({ as_of }) => <Moment at={as_of} /> },
    {
      head: t('stock.quantity'),
      cell: ({ quantity }) => (
        <>
          {quantity < 0 && <StateBadge state="person">{t('stock.short')}</StateBadge>} {formatNumber(quantity)}
        </>
      ),
      figures: true,
    },
  ];
}
