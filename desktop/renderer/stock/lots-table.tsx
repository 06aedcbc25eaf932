import { Paper, Table, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { productName, productUnit } from '#shared/ui/product-name.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { rowStop, useRowKeys } from '../frame/use-row-keys.ts';
import type { LotRow } from './lots-view.ts';

/** The depot's lots, what expires first at the top. */
export function LotsTable({ rows }: { rows: LotRow[] }) {
  const { t } = useTranslation('depot');
  const onKeyDown = useRowKeys();
  return (
    <Paper withBorder style={{ overflow: 'clip' }}>
      <Table stickyHeader horizontalSpacing="md" fz="md" className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stock.product')}</Table.Th>
            <Table.Th>{t('stock.lot')}</Table.Th>
            <Table.Th>{t('stock.expires')}</Table.Th>
            <Table.Th>{t('stock.age')}</Table.Th>
            <Table.Th ta="right">{t('stock.quantity')}</Table.Th>
            <Table.Th>{t('note.unit')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={onKeyDown}>
          {rows.map((row, index) => (
            <Row key={row.lot.id} row={row} index={index} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ row: { lot, product, ageDays, daysLeft, freshness }, index }: { row: LotRow; index: number }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const { state = 'OK' } = lot;
  return (
    <Table.Tr {...rowStop(index)}>
      <Table.Td>
        <bdi>{product ? productName(product, language) : '—'}</bdi>
      </Table.Td>
      <Table.Td>
        <bdi>{lot.lot_number}</bdi>{' '}
        {state !== 'OK' && <StateBadge state="person">{t(`stock.held.${state}`)}</StateBadge>}
      </Table.Td>
      <Table.Td>
        {formatDate(lot.expires_at, language)}{' '}
        {freshness === 'GOOD' ? (
          <Text span c="dimmed">
            {daysTo(t, daysLeft)}
          </Text>
        ) : (
          <StateBadge state={freshness === 'EXPIRED' ? 'person' : 'device'}>{daysTo(t, daysLeft)}</StateBadge>
        )}
      </Table.Td>
      <Table.Td>{t('stock.days', { count: ageDays })}</Table.Td>
      <Table.Td ta="right" fw={600}>
        {formatNumber(lot.remaining_quantity)}
      </Table.Td>
      <Table.Td>{product && <bdi>{productUnit(product, language)}</bdi>}</Table.Td>
    </Table.Tr>
  );
}

function daysTo(t: TFunction<'depot'>, days: number): string {
  if (days < 0) return t('stock.expiredFor', { count: -days });
  return days === 0 ? t('stock.lastDay') : t('stock.daysLeft', { count: days });
}
