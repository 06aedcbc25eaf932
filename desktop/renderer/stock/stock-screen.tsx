import { Button, Paper, Table, Text, TextInput, Title } from '@mantine/core';
import { IconBuildingWarehouse, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopStock } from '#shared/contract/desktop/stock.ts';
import { matching } from '#shared/domain/search.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { stockQuery } from '../api/queries.ts';
import { useShortcuts } from '../frame/use-shortcuts.ts';

/** What HQ says that this depot has, with the age of each figure. */
export function StockScreen() {
  const { t } = useTranslation(['depot', 'ui']);
  const { data, error, isPending, refetch } = useQuery(stockQuery);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const shortcuts = useMemo(() => ({ search: () => field.current?.focus() }), []);
  useShortcuts(shortcuts);
  usePageTitle(t('stock.title'));
  const shown = matching(data?.items ?? [], search, ({ product }) => `${product?.code ?? ''} ${product?.name ?? ''}`);
  return (
    <>
      <Title order={2}>{t('stock.title')}</Title>
      <Text c="dimmed" mb="md">
        {t('stock.lead')}
      </Text>
      <TextInput
        ref={field}
        size="md"
        mb="md"
        maw={480}
        label={t('stock.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-keyshortcuts="/"
        value={search}
        onChange={(typed) => setSearch(typed.currentTarget.value)}
      />
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={10} height={40} />}
      {data && shown.length > 0 && <StockTable items={shown} nowMs={Date.parse(data.now)} />}
      {data?.items.length === 0 && (
        <EmptyState icon={IconBuildingWarehouse} title={t('stock.none')}>
          {t('stock.noneMore')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={IconSearch}
          title={t('stock.noMatch')}
          action={<Button onClick={() => setSearch('')}>{t('ui:action.clearSearch')}</Button>}
        >
          {t('stock.noMatchMore')}
        </EmptyState>
      )}
    </>
  );
}

function StockTable({ items, nowMs }: { items: DesktopStock['items']; nowMs: number }) {
  const { t } = useTranslation('depot');
  return (
    <Paper withBorder style={{ overflow: 'clip' }}>
      <Table stickyHeader horizontalSpacing="md" fz="md" className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stock.code')}</Table.Th>
            <Table.Th>{t('stock.product')}</Table.Th>
            <Table.Th ta="right">{t('stock.quantity')}</Table.Th>
            <Table.Th>{t('stock.asOf')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ product_id, product, quantity, as_of }) => (
            <Table.Tr key={product_id}>
              <Table.Td>
                <bdi>{product?.code ?? product_id}</bdi>
              </Table.Td>
              <Table.Td>
                <bdi>{product?.name ?? '—'}</bdi>
              </Table.Td>
              <Table.Td ta="right" fw={600}>
                {quantity < 0 && <StateBadge state="person">{t('stock.short')}</StateBadge>}{' '}
                <bdi>
                  {formatNumber(quantity)} {product?.unit}
                </bdi>
              </Table.Td>
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
