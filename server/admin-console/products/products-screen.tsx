import { Group, Select } from '@mantine/core';
import { IconCheese } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Product } from '#shared/contract/entities.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { dayOf, formatPercent } from '#shared/ui/format.ts';
import { hqRequest } from '../api/client.ts';
import { ExportButton } from '../files/export-button.tsx';
import { useProductFile } from '../files/goods-files.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useMayAct } from '../session/session-context.tsx';
import { ProductDrawer } from './product-drawer.tsx';
import { NEW_PRODUCT, newProductBody, useProductFields } from './product-fields.ts';

/** The catalogue: prices, rates, and what is on sale. */
export function ProductsScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'is_active']);
  const opened = useOpened();
  const mayAct = useMayAct();
  const list = useSortedList('products', filters);
  const filtered = Boolean(filters.q || filters.is_active);
  return (
    <>
      <ListHead
        title={t('products.title')}
        list={list}
        action={
          <Group gap="xs">
            <ExportButton list="products" filters={filters} name={t('products.title')} columns={useProductFile()} />
            <ActButton isNext onClick={() => opened.show({ act: 'new' })}>
              {t('products.create')}
            </ActButton>
          </Group>
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <Select
          w={200}
          label={t('products.sale')}
          placeholder={t('list.all')}
          clearable
          data={[
            { value: 'true', label: t('products.on') },
            { value: 'false', label: t('products.off') },
          ]}
          value={filters.is_active || null}
          onChange={(is_active) => change({ is_active: is_active ?? '' })}
        />
      </ListHead>
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('products.title')}
        keyOf={({ id }) => String(id)}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: String(id) })}
        clearFilters={filtered ? () => change({ q: '', is_active: '' }) : null}
        empty={{ icon: IconCheese, title: t('products.none'), text: t('products.noneMore') }}
      />
      <ProductDrawer opened={opened} />
      <ActDialog
        opened={mayAct && opened.act === 'new'}
        title={t('products.create')}
        onClose={opened.close}
        fields={useProductFields(true)}
        initial={NEW_PRODUCT}
        toChange={(values) => hqRequest('POST /products', { body: newProductBody(values) })}
        submit={t('products.create')}
      />
    </>
  );
}

function useColumns(): Column<Product>[] {
  const { t } = useTranslation('hq');
  const today = dayOf(systemClock.now());
  return [
    {
      head: t('products.code'),
      cell: ({ code }) => <bdi>{code}</bdi>,
      sort: 'code',
    },
    {
      head: t('products.name'),
      cell: ({ name }) => <bdi>{name}</bdi>,
      sort: 'name',
    },
    { head: t('products.unit'), cell: ({ unit }) => <bdi>{unit}</bdi> },
    { head: t('products.sale'), cell: ({ is_active }) => t(is_active ? 'products.on' : 'products.off') },
    {
      head: t('products.vat'),
      cell: (product) => <bdi className="ltr">{formatPercent(tvaRateOn(product, today))}</bdi>,
      figures: true,
    },
    {
      head: t('products.priceColumn'),
      cell: ({ price_ht }) => <Amount value={price_ht} bare />,
      figures: true,
      sort: 'price_ht',
    },
  ];
}
