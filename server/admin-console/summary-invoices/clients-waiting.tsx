import { Text } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Uninvoiced } from '#shared/contract/hq/summary-invoices.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatMonth, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { useReport } from '../accounting/use-report.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import type { SummaryProps } from './asked.ts';

/** Whose delivery notes of the month wait for an invoice. */
export function ClientsWaiting({ asked: { month, depot_id }, change }: SummaryProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const columns = useColumns();
  const { data, error, refetch } = useReport(hqRequest('GET /reports/uninvoiced', { query: { month, depot_id } }));
  if (error) return <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />;
  if (!data) return <LoadingShape rows={6} height={44} />;
  if (data.items.length === 0) {
    return (
      <EmptyState icon={IconFileInvoice} title={t('summary.none', { month: formatMonth(month, language) })}>
        {t('summary.noneMore')}
      </EmptyState>
    );
  }
  return (
    <>
      <Text size="sm">{t('summary.choose')}</Text>
      <DataTable
        columns={columns}
        rows={data.items}
        label={t('summary.waiting')}
        keyOf={({ client_id, depot_id: depot }) => `${client_id} ${depot}`}
        onOpen={({ client_id, depot_id: depot }) => change({ client_id, depot_id: String(depot), month })}
      />
      {data.more && (
        <Text size="sm" c="dimmed">
          {t('list.cut', { count: LIMITS.adminPage })}
        </Text>
      )}
    </>
  );
}

function useColumns(): Column<Uninvoiced>[] {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  return [
    { head: t('deliveries.client'), cell: ({ client_name }) => <bdi>{client_name}</bdi> },
    { head: t('list.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('summary.notes'), cell: ({ notes }) => formatNumber(notes), figures: true },
    { head: t('summary.deliveredHt'), cell: ({ total_ht }) => <Amount value={total_ht} bare />, figures: true },
  ];
}
