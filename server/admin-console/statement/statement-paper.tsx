import { useTranslation } from 'react-i18next';
import type { ClientStatement } from '#shared/contract/hq/reports.ts';
import { formatAmount, formatAmountBare, formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useCompany } from '../company/company-screen.tsx';
import { ledgerText } from './ledger-text.ts';

/** The sheet: what was owed, each change with its paper, what is owed. */
export function StatementPaper({ statement }: { statement: ClientStatement }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const company = useCompany().data?.name;
  return (
    <article className="paper" aria-label={t('statement.title')}>
      {company && (
        <strong>
          <bdi>{company}</bdi>
        </strong>
      )}
      <h1 className="paper-title">
        {t('statement.title')} · <bdi>{statement.client_name}</bdi>
      </h1>
      <p>
        {statement.from === statement.to
          ? t('statement.oneDay', { day: formatDate(statement.from, language) })
          : t('statement.period', {
              from: formatDate(statement.from, language),
              to: formatDate(statement.to, language),
            })}
      </p>
      <table className="paper-lines">
        <thead>
          <tr>
            <th scope="col">{t('statement.at')}</th>
            <th scope="col">{t('statement.what')}</th>
            <th scope="col">{t('statement.debit')}</th>
            <th scope="col">{t('statement.credit')}</th>
            <th scope="col">{t('statement.balance')}</th>
          </tr>
        </thead>
        <Lines statement={statement} />
      </table>
      <p>
        {t('statement.owes')} <strong>{formatAmount(statement.closing, language)}</strong>
      </p>
    </article>
  );
}

function Lines({ statement: { opening, closing, items } }: { statement: ClientStatement }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const sum = (sign: 1 | -1) => items.reduce((total, { amount }) => total + Math.max(0, sign * amount), 0);
  return (
    <>
      <tbody>
        <tr>
          <th scope="row" colSpan={4}>
            {t('statement.opening')}
          </th>
          <td className="number">{formatAmountBare(opening)}</td>
        </tr>
        {items.map(({ at, kind, source_id, reference, amount, balance }) => (
          <tr key={`${kind} ${source_id}`}>
            <td>
              <bdi className="unbroken">{formatDate(at, language)}</bdi>
            </td>
            <td>
              {t(`statement.kind.${ledgerText(kind)}`)}{' '}
              {reference !== null && <bdi className="unbroken">{reference}</bdi>}
            </td>
            <td className="number">{amount > 0 && formatAmountBare(amount)}</td>
            <td className="number">{amount <= 0 && formatAmountBare(-amount)}</td>
            <td className="number">{formatAmountBare(balance)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t('statement.closing')}
          </th>
          <td className="number">{formatAmountBare(sum(1))}</td>
          <td className="number">{formatAmountBare(sum(-1))}</td>
          <td className="number">{formatAmountBare(closing)}</td>
        </tr>
      </tfoot>
    </>
  );
}
