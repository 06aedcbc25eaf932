import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ChequeReport } from '#shared/contract/hq/reports.ts';
import { amountInWords } from '#shared/domain/amount-in-words/amount-in-words.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatAmount, formatAmountBare, formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED } from '../api/directory.ts';
import { useCompany } from '../company/company-screen.tsx';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { useParams } from '../list/use-params.ts';
import { useReport } from './use-report.ts';
import '#shared/ui/paper/paper.css';
import '../papers/invoice-page.css';

/** The slip with which cheques are brought to a bank. */
export function ChequesPage() {
  const { t } = useTranslation(['hq', 'ui']);
  const [asked, change] = useParams(['from', 'to', 'depot_id']);
  const { data, error } = useReport(hqRequest('GET /reports/cheques', { query: asked }));
  usePageTitle(t('cheques.title'));
  return (
    <div className="paper-page">
      <Group justify="space-between" align="end" className="paper-tools">
        <Button
          component={Link}
          to="/payments"
          leftSection={<IconArrowLeft size={18} className="mirrored" aria-hidden />}
        >
          {t('nav.payments')}
        </Button>
        <Group gap="sm" align="end">
          <DateRange from={asked.from || (data?.from ?? '')} to={asked.to || (data?.to ?? '')} onChange={change} />
          <DepotFilter value={asked.depot_id} onChange={(depot_id) => change({ depot_id })} />
          <NextButton leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('ui:action.print')}
          </NextButton>
        </Group>
      </Group>
      {error && <ErrorNote code={failureIn(error).code} what={t('statement.refused')} />}
      {data && <Slip report={data} />}
      {!data && !error && <LoadingShape rows={1} height={600} />}
    </div>
  );
}

function Slip({ report: { from, to, items, total } }: { report: ChequeReport }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const company = useCompany().data?.name;
  const period = { from: formatDate(from, language), to: formatDate(to, language) };
  return (
    <article className="paper" aria-label={t('cheques.title')}>
      {company && (
        <strong>
          <bdi>{company}</bdi>
        </strong>
      )}
      <h1 className="paper-title">{t('cheques.title')}</h1>
      <p>{t('statement.period', period)}</p>
      {items.length === 0 ? (
        <p>{t('cheques.none')}</p>
      ) : (
        <>
          <Cheques items={items} total={total} />
          <p>
            {t('cheques.words')} <strong>{amountInWords(total, language)}</strong> (
            <bdi>{formatAmount(total, language)}</bdi>)
          </p>
        </>
      )}
    </article>
  );
}

function Cheques({ items, total }: Pick<ChequeReport, 'items' | 'total'>) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  return (
    <table className="paper-lines">
      <thead>
        <tr>
          <th scope="col">{t('payments.at')}</th>
          <th scope="col">{t('payments.bank')}</th>
          <th scope="col">{t('payments.chequeNumber')}</th>
          <th scope="col">{t('payments.client')}</th>
          <th scope="col">{t('payments.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, at, bank, number, client_name, amount }) => (
          <tr key={id}>
            <td>
              <bdi className="unbroken">{formatDate(at, language)}</bdi>
            </td>
            <td>
              <bdi>{bank ?? UNNAMED}</bdi>
            </td>
            <td>
              <bdi className="ltr">{number ?? UNNAMED}</bdi>
            </td>
            <td>
              <bdi>{client_name}</bdi>
            </td>
            <td className="number">{formatAmountBare(amount)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            {t('cheques.count', { count: items.length })}
          </th>
          <td className="number">{formatAmountBare(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
