import { Anchor, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Invoice } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { ask, hqRequest } from '../api/client.ts';
import { UNNAMED } from '../api/directory.ts';
import { PlainTable } from '../list/plain-table.tsx';
import { useSession } from '../session/session-context.tsx';

/** The delivery notes that an invoice sums up; none is asked for where it sums up none. */
export function useInvoiceNotes(invoice: Pick<Invoice, 'id' | 'delivery_ids'> | undefined) {
  const session = useSession();
  const id = invoice?.delivery_ids?.length ? invoice.id : '';
  return useQuery({
    queryKey: ['invoices', 'notes', id],
    queryFn: async () => (await ask(session, hqRequest('GET /invoices/:id/notes', { params: { id } }))).items,
    enabled: id !== '',
  });
}

export function InvoiceNotes({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const { data } = useInvoiceNotes(invoice);
  if (!data) return null;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('summary.notes')}
      </Title>
      <PlainTable
        label={t('summary.notes')}
        rows={data}
        keyOf={({ id }) => id}
        columns={[
          {
            head: t('deliveries.reference'),
            cell: ({ id, reference }) => (
              <Anchor component={Link} to={`/deliveries?open=${id}`} size="sm" underline="always">
                <bdi>{reference}</bdi>
              </Anchor>
            ),
          },
          { head: t('summary.deliveredOn'), cell: ({ day }) => <bdi>{day ? formatDate(day, language) : UNNAMED}</bdi> },
          { head: t('invoices.ht'), cell: ({ total_ht }) => <Amount value={total_ht} bare />, figures: true },
        ]}
      />
    </section>
  );
}
