import { Select } from '@mantine/core';
import { IconPackages } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Lot } from '#shared/contract/entities.ts';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { UNNAMED, useDepots, useProducts } from '../api/directory.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useLotFile } from '../files/goods-files.ts';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { LotDrawer } from './lot-drawer.tsx';
import { LotExpiry, LotName, LotState } from './lot-marks.tsx';

const STATES = ['OK', 'BLOCKED', 'RECALLED'] as const;
const NO_FILTERS = { q: '', depot_id: '', state: '', emptied: '' };

/** The lots of all depots, in the order in which deliveries take from them; those that are used up are asked for. */
export function LotsScreen() {
  const { t } = useTranslation('hq');
  const [{ emptied, ...filters }, change] = useParams(['q', 'depot_id', 'state', 'emptied']);
  const opened = useOpened();
  const asked = { ...filters, ...(emptied === '' && { in_stock: 'true' }) };
  const list = useSortedList('lots', asked);
  return (
    <>
      <ListHead
        title={t('nav.lots')}
        list={list}
        action={<ExportButton list="lots" filters={asked} name={t('nav.lots')} columns={useLotFile()} />}
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <Select
          w={180}
          label={t('lots.stateHead')}
          placeholder={t('list.all')}
          clearable
          data={STATES.map((value) => ({ value, label: t(`lots.state.${value}`) }))}
          value={filters.state || null}
          onChange={(state) => change({ state: state ?? '' })}
        />
        <Select
          w={180}
          label={t('lots.which')}
          allowDeselect={false}
          data={[
            { value: 'stocked', label: t('lots.inStock') },
            { value: 'all', label: t('lots.emptiedToo') },
          ]}
          value={emptied === '' ? 'stocked' : 'all'}
          onChange={(which) => change({ emptied: which === 'all' ? 'yes' : '' })}
        />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('nav.lots')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change(NO_FILTERS) : null}
        empty={{ icon: IconPackages, title: t('lots.none'), text: t('lots.noneMore') }}
      />
      <LotDrawer opened={opened} />
    </>
  );
}

function useColumns(): Column<Lot>[] {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const products = useProducts();
  const depots = useDepots();
  return [
    { head: t('stock.lot'), cell: (lot) => <LotName lot={lot} /> },
    { head: t('stock.product'), cell: ({ product_id }) => <bdi>{products?.get(product_id)?.name ?? UNNAMED}</bdi> },
    { head: t('list.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    {
      head: t('stock.produced'),
      sort: 'produced_at',
      cell: ({ produced_at }) => <bdi>{formatDate(produced_at, language)}</bdi>,
    },
    { head: t('stock.expires'), sort: 'expires_at', cell: (lot) => <LotExpiry lot={lot} /> },
    { head: t('lots.stateHead'), cell: ({ state }) => <LotState state={state} /> },
    { head: t('stock.remaining'), cell: (lot) => formatNumber(lot.remaining_quantity), figures: true },
  ];
}
