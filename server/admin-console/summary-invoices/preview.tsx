import { Stack, Text, Title } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { UninvoicedNote } from '#shared/contract/hq/summary-invoices.ts';
import { fitsOneInvoice, summaryLines, summaryTotals } from '#shared/domain/summary-invoice.ts';
import { totalsByRate } from '#shared/domain/totals.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatPercent } from '#shared/ui/format.ts';
import { leftToRight } from '#shared/ui/paper/isolates.ts';
import { InvoiceLines } from '../invoices/invoice-lines.tsx';
import { ActButton } from '../list/act-button.tsx';
import { Facts } from '../list/facts.tsx';

interface PreviewProps {
  notes: UninvoicedNote[];
  onMake: () => void;
}

/** What the chosen notes come to on one invoice, before it takes a number for good. */
export function Preview({ notes, onMake }: PreviewProps) {
  const { t } = useTranslation('hq');
  const lines = summaryLines(notes.map((note) => note.lines));
  if (notes.length === 0) return <Text size="sm">{t('summary.chooseSome')}</Text>;
  const totals = summaryTotals(lines);
  const byRate = totalsByRate(lines).map(({ tva_rate, base_ht, tva }) => ({
    name: `${t('deliveries.vat')} ${leftToRight(formatPercent(tva_rate))}`,
    value: (
      <>
        <Amount value={tva} /> <Text span size="sm" c="dimmed">{`(${t('summary.on')} `}</Text>
        <Amount value={base_ht} />
        <Text span size="sm" c="dimmed">
          )
        </Text>
      </>
    ),
  }));
  return (
    <Stack gap="sm" maw={760}>
      <Title order={2} size="h5">
        {t('summary.preview', { count: notes.length })}
      </Title>
      <InvoiceLines lines={lines} />
      <Facts
        facts={[
          { name: t('deliveries.totalHt'), value: <Amount value={totals.total_ht} /> },
          ...byRate,
          {
            name: t('deliveries.totalTtc'),
            value: (
              <strong>
                <Amount value={totals.total_ttc} />
              </strong>
            ),
          },
        ]}
      />
      {fitsOneInvoice(lines) ? (
        <div>
          <ActButton act="POST /invoices" icon={IconFileInvoice} isNext onClick={onMake}>
            {t('summary.make')}
          </ActButton>
        </div>
      ) : (
        <Text size="sm" c="red" role="alert">
          {t('summary.tooMuch')}
        </Text>
      )}
    </Stack>
  );
}
