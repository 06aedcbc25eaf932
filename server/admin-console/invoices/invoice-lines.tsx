import { useTranslation } from 'react-i18next';
import type { PricedLine } from '#shared/contract/events.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatNumber, formatPercent } from '#shared/ui/format.ts';
import { UNNAMED, useProducts } from '../api/directory.ts';
import type { Column } from '../list/column.ts';
import { PlainTable } from '../list/plain-table.tsx';

/** What an invoice is of. */
export function InvoiceLines({ lines }: { lines: PricedLine[] }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const columns: Column<PricedLine>[] = [
    { head: t('deliveries.product'), cell: (line) => <bdi>{products?.get(line.product_id)?.name ?? UNNAMED}</bdi> },
    { head: t('invoices.quantity'), cell: ({ quantity }) => formatNumber(quantity), figures: true },
    { head: t('deliveries.unitPrice'), cell: (line) => <Amount value={line.unit_price_ht} bare />, figures: true },
    {
      head: t('deliveries.vat'),
      cell: ({ tva_rate }) => <bdi className="ltr">{formatPercent(tva_rate)}</bdi>,
      figures: true,
    },
  ];
  return (
    <PlainTable
      columns={columns}
      rows={lines}
      label={t('deliveries.lines')}
      keyOf={(line) => `${line.product_id} ${line.unit_price_ht} ${line.tva_rate}`}
    />
  );
}
