import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReceivedEvent } from '#shared/contract/hq/records.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { UNNAMED, useProducts } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import type { Column } from '../list/column.ts';
import { Facts } from '../list/facts.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import { type EntryLine, linesOf, worthOf } from './entry-lines.ts';
import { payloadOf, type Said, saidBy } from './said.ts';
import './entry-drawer.css';

/** What an entry says, for a person who decides about it: its facts, its goods and its money; its own text below. */
export function EntrySaid({ event, title }: { event: ReceivedEvent; title: string }) {
  const { t } = useTranslation('hq');
  const payload = payloadOf(event.received_text);
  const lines = useEntryLines(event);
  const worth = worthOf(lines);
  const said = saidBy(payload).map((item) => ({
    name: t(`attention.said.${item.member}`),
    value: <SaidValue said={item} />,
  }));
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      <Facts facts={said} />
      {lines.length > 0 && <Lines lines={lines} />}
      {lines.length > 0 && worth !== null && (
        <Facts facts={[{ name: t('deliveries.totalHt'), value: <Amount value={worth} /> }]} />
      )}
      <details>
        <summary>{t('attention.inItsWords')}</summary>
        <pre className="entry-text ltr">{event.received_text}</pre>
      </details>
    </section>
  );
}

/** The goods of an entry, read beside the delivery that it is about. */
export function useEntryLines(event: ReceivedEvent): EntryLine[] {
  const delivery = useOne('deliveries', event.entity_type === 'DELIVERY' && event.reference ? event.entity_id : '');
  return linesOf(event.action, payloadOf(event.received_text), delivery.data);
}

function Lines({ lines }: { lines: EntryLine[] }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const columns: Column<EntryLine & { key: number }>[] = [
    { head: t('deliveries.product'), cell: (line) => <bdi>{products?.get(line.product_id)?.name ?? UNNAMED}</bdi> },
    { head: t('invoices.quantity'), cell: ({ quantity }) => formatNumber(quantity), figures: true },
    {
      head: t('deliveries.unitPrice'),
      cell: ({ unit_price_ht }) => (unit_price_ht === null ? UNNAMED : <Amount value={unit_price_ht} bare />),
      figures: true,
    },
  ];
  return (
    <PlainTable
      columns={columns}
      // A product may stand twice.
      rows={lines.map((line, key) => ({ ...line, key }))}
      label={t('deliveries.lines')}
      keyOf={({ key }) => String(key)}
    />
  );
}

function SaidValue({ said }: { said: Said }) {
  const { t } = useTranslation(['hq', 'ui']);
  switch (said.kind) {
    case 'amount':
      return <Amount value={said.centimes} />;
    case 'failure':
      return t(`attention.failure.${said.failure}`);
    case 'payment':
      return t(`ui:payment.${said.payment}`);
    case 'text':
      return <bdi>{said.text}</bdi>;
  }
}
