import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Client, Company, Invoice } from '#shared/contract/entities.ts';
import { amountInWords } from '#shared/domain/amount-in-words/amount-in-words.ts';
import { totalsByRate } from '#shared/domain/totals.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatAmount, formatAmountBare, formatDate, formatNumber, formatPercent } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useProducts } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { useCompany } from '../company/company-screen.tsx';
import './paper.css';

/** An invoice as the law wants it, to be printed: both identities, the series' number, rates, stamp duty, the total in words. */
export function InvoicePage({ id }: { id: string }) {
  const { t } = useTranslation(['hq', 'ui']);
  const invoice = useOne('invoices', id);
  const client = useOne('clients', invoice.data?.client_id ?? '');
  const company = useCompany();
  usePageTitle(invoice.data?.reference, t('paper.invoice'));
  const error = invoice.error ?? client.error ?? company.error;
  if (error) return <ErrorNote code={failureIn(error).code} />;
  return (
    <div className="paper-page">
      <Group justify="space-between" className="paper-tools">
        <Button component={Link} to={`/invoices?open=${id}`} leftSection={<IconArrowLeft size={18} aria-hidden />}>
          {t('nav.invoices')}
        </Button>
        <NextButton leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {t('ui:action.print')}
        </NextButton>
      </Group>
      {invoice.data && client.data && company.data ? (
        <Paper invoice={invoice.data} client={client.data} company={company.data} />
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
}

function Paper({ invoice, client, company }: PaperProps) {
  const { t } = useTranslation(['hq', 'ui']);
  const language = useLanguage();
  return (
    <article className="paper" aria-label={invoice.reference}>
      {invoice.cancelled_at && <strong className="paper-stamp">{t('paper.cancelled')}</strong>}
      <div className="paper-parties">
        <Party title={t('paper.seller')} who={company} more={[company.legal_form, company.activity]} />
        <Party title={t('paper.buyer')} who={client} more={[]} />
      </div>
      <h1>
        {t('paper.invoice')} <bdi>{invoice.reference}</bdi>
      </h1>
      <p>
        {t('paper.date')} <bdi>{formatDate(invoice.created_at, language)}</bdi> · {t('paper.payment')}{' '}
        {t(`ui:payment.${invoice.payment}`)}
      </p>
      <Lines invoice={invoice} />
      <Totals invoice={invoice} />
      <p>
        {t('paper.words')} <strong>{amountInWords(invoice.total_ttc, language)}</strong>
      </p>
    </article>
  );
}

type Identities = Pick<Client, 'name' | 'address' | 'phone' | 'rc' | 'nif' | 'nis' | 'ai'> & {
  capital?: number | null;
};

function Party({ title, who, more }: { title: string; who: Identities; more: (string | null)[] }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  return (
    <section>
      <h2>{title}</h2>
      <strong>
        <bdi>{who.name}</bdi>
      </strong>
      {[...more, who.address].filter(Boolean).map((text) => (
        <bdi key={text}>{text}</bdi>
      ))}
      {who.phone && <bdi className="ltr">{who.phone}</bdi>}
      {(['rc', 'nif', 'nis', 'ai'] as const).map(
        (name) =>
          who[name] && (
            <span key={name}>
              {t(`clients.${name}`)} <bdi className="ltr">{who[name]}</bdi>
            </span>
          ),
      )}
      {who.capital != null && (
        <span>
          {t('paper.capital')} <bdi>{formatAmount(who.capital, language)}</bdi>
        </span>
      )}
    </section>
  );
}

function Lines({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  return (
    <table className="paper-lines">
      <thead>
        <tr>
          <th scope="col">{t('stock.code')}</th>
          <th scope="col">{t('deliveries.product')}</th>
          <th scope="col">{t('deliveries.quantity')}</th>
          <th scope="col">{t('deliveries.priceDa')}</th>
          <th scope="col">{t('deliveries.vat')}</th>
          <th scope="col">{t('paper.lineHt')}</th>
        </tr>
      </thead>
      <tbody>
        {invoice.lines.map((line) => {
          const product = products?.get(line.product_id);
          return (
            <tr key={`${line.product_id} ${line.unit_price_ht} ${line.tva_rate}`}>
              <td>
                <bdi>{product?.code}</bdi>
              </td>
              <td>
                <bdi>{product?.name}</bdi>
              </td>
              <td className="number">
                <bdi>
                  {formatNumber(line.quantity)} {product?.unit}
                </bdi>
              </td>
              <td className="number">{formatAmountBare(line.unit_price_ht)}</td>
              <td className="number">
                <bdi className="ltr">{formatPercent(line.tva_rate)}</bdi>
              </td>
              <td className="number">{formatAmountBare(line.quantity * line.unit_price_ht)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Totals({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  return (
    <dl className="paper-totals">
      <dt>{t('deliveries.totalHt')}</dt>
      <dd>{formatAmountBare(invoice.total_ht)}</dd>
      {totalsByRate(invoice.lines).map(({ tva_rate, base_ht, tva }) => (
        <div key={tva_rate}>
          <dt>
            {t('deliveries.vat')} <bdi className="ltr">{formatPercent(tva_rate)}</bdi> ·{' '}
            <bdi>{formatAmountBare(base_ht)}</bdi>
          </dt>
          <dd>{formatAmountBare(tva)}</dd>
        </div>
      ))}
      <dt>{t('invoices.stampDuty')}</dt>
      <dd>{formatAmountBare(invoice.stamp_duty)}</dd>
      <dt className="due">{t('deliveries.totalTtc')}</dt>
      <dd className="due">{formatAmount(invoice.total_ttc, language)}</dd>
    </dl>
  );
}
