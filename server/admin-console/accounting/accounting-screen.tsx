import { Group, Stack, Text, Title } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RateOfMonth, TvaReport } from '#shared/contract/hq/reports.ts';
import { CSV_BEGIN } from '#shared/domain/csv.ts';
import { declarationText } from '#shared/domain/tva-declaration.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { MonthInput } from '#shared/ui/day/month-input.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatPercent } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { hqRequest } from '../api/client.ts';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { Facts } from '../list/facts.tsx';
import { useParams } from '../list/use-params.ts';
import { ClosingOfMonth } from './closing-of-month.tsx';
import { JournalButton } from './journal-button.tsx';
import { KeptFileButton, type MonthFile } from './kept-file-button.tsx';
import { useReport } from './use-report.ts';

/** A month as the declaration wants it: sales and TVA by rate, stamp duty, and the journal for the accountant's program. */
export function AccountingScreen() {
  const { t } = useTranslation('hq');
  const [asked, change] = useParams(['month', 'depot_id']);
  const { data, error, isPending, refetch } = useReport(hqRequest('GET /reports/tva', { query: asked }));
  const { data: closing } = useReport(hqRequest('GET /reports/closing', { query: { month: asked.month } }));
  usePageTitle(t('nav.accounting'));
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('nav.accounting')}
        </Title>
        {data && closing && (
          <MonthFiles
            report={data}
            of={{ month: data.month, depotId: asked.depot_id, isClosed: closing.closed !== null }}
          />
        )}
      </Group>
      <Group align="end" gap="sm" role="search">
        <MonthInput
          label={t('numbers.month')}
          value={asked.month || (data?.month ?? '')}
          onChange={(month) => change({ month })}
        />
        <DepotFilter value={asked.depot_id} onChange={(depot_id) => change({ depot_id })} />
      </Group>
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={4} height={44} />}
      {data && data.rates.length === 0 && (
        <EmptyState icon={IconCoins} title={t('accounting.none')}>
          {t('accounting.noneMore')}
        </EmptyState>
      )}
      {data && data.rates.length > 0 && <Month report={data} />}
      {closing && <ClosingOfMonth closing={closing} />}
    </Stack>
  );
}

/** What the accountant takes away: the month's TVA, and its sales journal. */
function MonthFiles({ report, of }: { report: TvaReport; of: MonthFile }) {
  const { t } = useTranslation('hq');
  return (
    <Group gap="sm">
      <KeptFileButton
        of={of}
        kind="TVA"
        label={t('accounting.declaration')}
        fileName="tva"
        parts={async () => [CSV_BEGIN, declarationText(report)]}
      />
      <JournalButton of={of} />
    </Group>
  );
}

function Month({ report: { rates, stamp_duty, total_ttc, credited_ttc } }: { report: TvaReport }) {
  const { t } = useTranslation('hq');
  const sum = (of: (rate: RateOfMonth) => number) => rates.reduce((total, rate) => total + of(rate), 0);
  return (
    <>
      <DataTable
        columns={useColumns()}
        rows={rates}
        label={t('nav.accounting')}
        keyOf={({ tva_rate }) => String(tva_rate)}
      />
      <Facts
        facts={[
          {
            name: t('accounting.netHt'),
            value: <Amount value={sum(({ base_ht, credited_ht }) => base_ht - credited_ht)} />,
          },
          {
            name: t('accounting.netTva'),
            value: (
              <strong>
                <Amount value={sum(({ tva, credited_tva }) => tva - credited_tva)} />
              </strong>
            ),
          },
          { name: t('invoices.stampDuty'), value: <Amount value={stamp_duty} /> },
          { name: t('deliveries.totalTtc'), value: <Amount value={total_ttc} /> },
          { name: t('invoices.credited'), value: <Amount value={credited_ttc} /> },
        ]}
      />
      <Text size="sm" c="dimmed">
        {t('accounting.cancelled')}
      </Text>
    </>
  );
}

function useColumns(): Column<RateOfMonth>[] {
  const { t } = useTranslation('hq');
  const amount = (head: string, of: (rate: RateOfMonth) => number): Column<RateOfMonth> => ({
    head,
    cell: (rate) => <Amount value={of(rate)} bare />,
    figures: true,
  });
  return [
    { head: t('deliveries.vat'), cell: ({ tva_rate }) => <bdi className="ltr">{formatPercent(tva_rate)}</bdi> },
    amount(t('accounting.sold'), ({ base_ht }) => base_ht),
    amount(t('accounting.tva'), ({ tva }) => tva),
    amount(t('accounting.creditedHt'), ({ credited_ht }) => credited_ht),
    amount(t('accounting.creditedTva'), ({ credited_tva }) => credited_tva),
  ];
}
