import { Paper, Table } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import { DeliveryAmount } from '#shared/ui/delivery-amount.tsx';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { formatDate, formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useRowKeys } from '../frame/use-row-keys.ts';
import { type Filter, isLate, paramsOf } from './filter.ts';
import './delivery-table.css';

interface DeliveryTableProps {
  deliveries: DesktopDelivery[];
  filter: Filter;
  listDay: string;
}

export function DeliveryTable({ deliveries, filter, listDay }: DeliveryTableProps) {
  const { t } = useTranslation('depot');
  const onKeyDown = useRowKeys();
  return (
    <Paper withBorder className="delivery-table">
      <Table stickyHeader highlightOnHover verticalSpacing="sm" horizontalSpacing="md" fz="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('deliveries.reference')}</Table.Th>
            <Table.Th>{t('deliveries.client')}</Table.Th>
            <Table.Th>{t('deliveries.driver')}</Table.Th>
            <Table.Th>{t('deliveries.status')}</Table.Th>
            <Table.Th ta="right">{t('deliveries.lines')}</Table.Th>
            <Table.Th ta="right">{t('deliveries.amount')}</Table.Th>
            <Table.Th ta="right">{t('deliveries.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={onKeyDown}>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} filter={filter} late={isLate(delivery, listDay)} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ delivery, filter, late }: { delivery: DesktopDelivery; filter: Filter; late: boolean }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const query = paramsOf(filter).toString();
  const to = (path: string) => `/deliveries/${delivery.id}${path}${query && `?${query}`}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          className="open-link"
          to={to('')}
          data-row
          aria-label={t('delivery.open', { reference: delivery.reference })}
        >
          <bdi className="reference">{delivery.reference}</bdi>
        </Link>
        {late && (
          <strong className="late">{t('deliveries.late', { day: formatDate(delivery.planned_for, language) })}</strong>
        )}
      </Table.Td>
      <Table.Td>
        <bdi>{delivery.client_name}</bdi>
      </Table.Td>
      <Table.Td>{delivery.driver_name ?? '—'}</Table.Td>
      <Table.Td>
        {delivery.handed_in === null ? (
          <DeliveryStatus status={delivery.status} />
        ) : (
          <>
            <DeliveryStatus status={delivery.handed_in === 'DELIVERY_VALIDATED' ? 'VALIDATED' : 'FAILED'} />{' '}
            <StateBadge state="depot" />
          </>
        )}
        {delivery.validated_at && (
          <time className="when" dateTime={delivery.validated_at}>
            {formatTime(delivery.validated_at, language)}
          </time>
        )}
      </Table.Td>
      <Table.Td ta="right" className="figures">
        {delivery.lines.length}
      </Table.Td>
      <Table.Td ta="right" className="figures">
        <DeliveryAmount delivery={delivery} />
      </Table.Td>
      <Table.Td ta="right" py={4}>
        <Link
          className="print-link"
          to={to('/print')}
          aria-label={t('deliveries.print', { reference: delivery.reference })}
        >
          <IconPrinter size={22} aria-hidden />
        </Link>
      </Table.Td>
    </Table.Tr>
  );
}
