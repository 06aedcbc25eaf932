import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Client, Company, Invoice } from '#shared/contract/entities.ts';
import type { InvoiceNote } from '#shared/contract/hq/summary-invoices.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { SalesSheet } from '#shared/ui/paper/sales-sheet.tsx';
import { useSalesPaper } from '#shared/ui/paper/use-sales-paper.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useProducts } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { useCompany } from '../company/company-screen.tsx';
import { useInvoiceNotes } from '../invoices/invoice-notes.tsx';
import './invoice-page.css';

/** An invoice as the law wants it, to be printed: both identities, the series' number, rates, stamp duty, the total in words. */
export function InvoicePage({ id }: { id: string }) {
  const { t } = useTranslation(['hq', 'ui']);
  const invoice = useOne('invoices', id);
  const client = useOne('clients', invoice.data?.client_id ?? '');
  const company = useCompany();
  const notes = useInvoiceNotes(invoice.data);
  usePageTitle(invoice.data?.reference, t('ui:paper.invoice'));
  const error = invoice.error ?? client.error ?? company.error ?? notes.error;
  const areNotesHere = notes.data !== undefined || !invoice.data?.delivery_ids?.length;
  if (error) return <ErrorNote code={failureIn(error).code} />;
  return (
    <div className="paper-page">
      <Group justify="space-between" className="paper-tools">
        <Button
          component={Link}
          to={`/invoices?open=${id}`}
          leftSection={<IconArrowLeft size={18} className="mirrored" aria-hidden />}
        >
          {t('nav.invoices')}
        </Button>
        <NextButton leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {t('ui:action.print')}
        </NextButton>
      </Group>
      {invoice.data && client.data && company.data && areNotesHere ? (
        <Paper invoice={invoice.data} client={client.data} company={company.data} notes={notes.data ?? []} />
      ) : (
        <LoadingShape rows={1} height={700} />
      )}
    </div>
  );
}

interface PaperProps {
  invoice: Invoice;
  client: Client;
  company: Company;
  notes: InvoiceNote[];
}

function Paper({ invoice, client, company, notes }: PaperProps) {
  const language = useLanguage();
  const products = useProducts();
  const paperOf = useSalesPaper(language, (id) => products?.get(id));
  const paper = paperOf({
    ...invoice,
    kind: 'invoice',
    is_cancelled: invoice.cancelled_at != null,
    at: invoice.created_at,
    notes,
    seller: company,
    buyer: client,
    made_by: null,
  });
  return <SalesSheet paper={paper} heading="h1" />;
}
