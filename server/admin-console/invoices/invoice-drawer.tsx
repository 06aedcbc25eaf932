import { Anchor, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Invoice } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { UNNAMED, useClients, useUsers } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import type { Opened } from '../list/use-params.ts';
import { InvoiceButtons, InvoiceDialogs } from './invoice-acts.tsx';
import { InvoiceLines } from './invoice-lines.tsx';
import { InvoiceNotes } from './invoice-notes.tsx';

export function InvoiceDrawer({ opened }: { opened: Opened }) {
  const reading = useOne('invoices', opened.open);
  const data = reading.data;
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={<bdi>{data?.reference}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {data && <Details invoice={data} opened={opened} />}
      </DetailDrawer>
      {data && <InvoiceDialogs invoice={data} opened={opened} />}
    </>
  );
}

function Details({ invoice, opened }: { invoice: Invoice; opened: Opened }) {
  const { t } = useTranslation(['hq', 'ui']);
  const client = useClients()?.get(invoice.client_id)?.name ?? UNNAMED;
  const author = useUsers()?.get(invoice.created_by)?.name ?? UNNAMED;
  return (
    <Stack>
      <InvoiceButtons invoice={invoice} opened={opened} />
      <Facts
        facts={[
          {
            name: t('deliveries.status'),
            value: invoice.cancelled_at && <StateBadge state="person">{t('invoices.cancelled')}</StateBadge>,
          },
          { name: t('invoices.client'), value: <bdi>{client}</bdi> },
          { name: t('invoices.at'), value: <Moment at={invoice.created_at} /> },
          { name: t('invoices.by'), value: <bdi>{author}</bdi> },
          { name: t('invoices.payment'), value: t(`ui:payment.${invoice.payment}`) },
          {
            name: t('deliveries.reference'),
            value: invoice.delivery_id && <DeliveryLink id={invoice.delivery_id} />,
          },
        ]}
      />
      <InvoiceNotes invoice={invoice} />
      <InvoiceLines lines={invoice.lines} />
      <Facts
        facts={[
          { name: t('deliveries.totalHt'), value: <Amount value={invoice.total_ht} /> },
          { name: t('deliveries.totalVat'), value: <Amount value={invoice.total_tva} /> },
          { name: t('invoices.stampDuty'), value: <Amount value={invoice.stamp_duty} /> },
          {
            name: t('deliveries.totalTtc'),
            value: (
              <strong>
                <Amount value={invoice.total_ttc} />
              </strong>
            ),
          },
          {
            name: t('invoices.credited'),
            value: (invoice.credited_ttc ?? 0) > 0 && <Amount value={invoice.credited_ttc ?? 0} />,
          },
        ]}
      />
    </Stack>
  );
}

function DeliveryLink({ id }: { id: string }) {
  const { data } = useOne('deliveries', id);
  return (
    <Anchor component={Link} to={`/deliveries?open=${id}`} size="sm" underline="always">
      <bdi>{data?.reference ?? UNNAMED}</bdi>
    </Anchor>
  );
}
