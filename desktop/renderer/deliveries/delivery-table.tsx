import { Paper, Table } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { DeliveryAmount } from '#shared/ui/delivery-amount.tsx';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { formatDate, formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { type DesktopDelivery, isLate, paramsOf } from './filter.ts';
import './delivery-table.css';

interface DeliveryTableProps {
  deliveries: DesktopDelivery[];
  /** As it stands in the address; today's where empty. */
  day: string;
  listDay: string;
}

export function DeliveryTable({ deliveries, day, listDay }: DeliveryTableProps) {
  const { t } = useTranslation('depot');
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
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} day={day} late={isLate(delivery, listDay)} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ delivery, day, late }: { delivery: DesktopDelivery; day: string; late: boolean }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const query = paramsOf({ day, search: '', status: null }).toString();
  return (
    <Table.Tr>
      <Table.Td>
        <bdi className="reference">{delivery.reference}</bdi>
        {late && (
          <strong className="late">{t('deliveries.late', { day: formatDate(delivery.planned_for, language) })}</strong>
        )}
      </Table.Td>
      <Table.Td>
        <bdi>{delivery.client_name}</bdi>
      </Table.Td>
      <Table.Td>{delivery.driver_name ?? '—'}</Table.Td>
      <Table.Td>
        <DeliveryStatus status={delivery.status} />
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
          to={`/deliveries/${delivery.id}/print${query && `?${query}`}`}
          aria-label={t('deliveries.print', { reference: delivery.reference })}
        >
          <IconPrinter size={22} aria-hidden />
        </Link>
      </Table.Td>
    </Table.Tr>
  );
}
