import { Button, Group, Paper, SegmentedControl, Table, Text, TextInput, Title } from '@mantine/core';
import { IconBuildingWarehouse, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import type { DesktopStock } from '#shared/contract/desktop/stock.ts';
import { dayAt } from '#shared/domain/company-day.ts';
import { matching } from '#shared/domain/search.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { productName, productUnit, productWords } from '#shared/ui/product-name.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { stockQuery } from '../api/queries.ts';
import { rowStop, useRowKeys } from '../frame/use-row-keys.ts';
import { useShortcuts } from '../frame/use-shortcuts.ts';
import { LotsTable } from './lots-table.tsx';
import { lotRows } from './lots-view.ts';

const VIEWS = ['product', 'lot'] as const;
type View = (typeof VIEWS)[number];

/** What HQ says that this depot has, with the age of each figure: by product, or by lot, what expires first at the top. */
export function StockScreen() {
  const { t } = useTranslation(['depot', 'ui']);
  const { data, error, isPending, refetch } = useQuery(stockQuery);
  const [search, setSearch] = useState('');
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((known) => known === params.get('by')) ?? 'product';
  const field = useRef<HTMLInputElement>(null);
  const shortcuts = useMemo(() => ({ search: () => field.current?.focus() }), []);
  useShortcuts(shortcuts);
  usePageTitle(t('stock.title'));
  return (
    <>
      <Title order={2}>{t('stock.title')}</Title>
      <Text c="dimmed" mb="md">
        {t('stock.lead')}
      </Text>
      <Group align="end" mb="md" gap="lg">
        <TextInput
          ref={field}
          size="md"
          w={480}
          label={t('stock.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          aria-keyshortcuts="/"
          value={search}
          onChange={(typed) => setSearch(typed.currentTarget.value)}
        />
        <SegmentedControl
          size="md"
          aria-label={t('stock.by')}
          data={VIEWS.map((value) => ({ value, label: t(`stock.views.${value}`) }))}
          value={view}
          onChange={(chosen) => setParams({ by: chosen }, { replace: true })}
        />
      </Group>
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={10} height={40} />}
      {data && <Stock stock={data} view={view} search={search} onClear={() => setSearch('')} />}
    </>
  );
}

interface StockProps {
  stock: DesktopStock;
  view: View;
  search: string;
  onClear: () => void;
}

function Stock({ stock, view, search, onClear }: StockProps) {
  const { t } = useTranslation(['depot', 'ui']);
  const items = matching(stock.items, search, ({ product }) => (product ? productWords(product) : ''));
  const lots = matching(
    lotRows(stock, dayAt(stock.now)),
    search,
    ({ lot, product }) => `${lot.lot_number} ${product ? productWords(product) : ''}`,
  );
  const isByLot = view === 'lot';
  if ((isByLot ? stock.lots : stock.items).length === 0) {
    return (
      <EmptyState icon={IconBuildingWarehouse} title={t(isByLot ? 'stock.noLots' : 'stock.none')}>
        {t(isByLot ? 'stock.noLotsMore' : 'stock.noneMore')}
      </EmptyState>
    );
  }
  if ((isByLot ? lots : items).length === 0) {
    return (
      <EmptyState
        icon={IconSearch}
        title={t('stock.noMatch')}
        action={<Button onClick={onClear}>{t('ui:action.clearSearch')}</Button>}
      >
        {t('stock.noMatchMore')}
      </EmptyState>
    );
  }
  return isByLot ? <LotsTable rows={lots} /> : <StockTable items={items} nowMs={Date.parse(stock.now)} />;
}

function StockTable({ items, nowMs }: { items: DesktopStock['items']; nowMs: number }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const onKeyDown = useRowKeys();
  return (
    <Paper withBorder style={{ overflow: 'clip' }}>
      <Table stickyHeader horizontalSpacing="md" fz="md" className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stock.code')}</Table.Th>
            <Table.Th>{t('stock.product')}</Table.Th>
            <Table.Th ta="right">{t('stock.quantity')}</Table.Th>
            <Table.Th>{t('note.unit')}</Table.Th>
            <Table.Th>{t('stock.asOf')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={onKeyDown}>
          {items.map(({ product_id, product, quantity, as_of }, index) => (
            <Table.Tr key={product_id} {...rowStop(index)}>
              <Table.Td>
                <bdi>{product?.code ?? product_id}</bdi>
              </Table.Td>
              <Table.Td>
                <bdi>{product ? productName(product, language) : '—'}</bdi>
              </Table.Td>
              <Table.Td ta="right" fw={600}>
                {quantity < 0 && <StateBadge state="person">{t('stock.short')}</StateBadge>} {formatNumber(quantity)}
              </Table.Td>
              <Table.Td>{product && <bdi>{productUnit(product, language)}</bdi>}</Table.Td>
              <Table.Td>
                <Moment at={as_of} now={nowMs} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
