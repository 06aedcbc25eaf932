import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChequeLine, ChequeReport } from '#shared/contract/hq/reports.ts';
import { amountInWords } from '#shared/domain/amount-in-words/amount-in-words.ts';
import { formatAmount, formatAmountBare, formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { UNNAMED } from '../api/directory.ts';
import { useCompany } from '../company/company-screen.tsx';
import { useMayAct } from '../session/session-context.tsx';

interface SlipProps {
  report: ChequeReport;
  onBounced: (id: string) => void;
}

export function Slip({ report: { from, to, items, total }, onBounced }: SlipProps) {
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
      <p>{from === to ? t('statement.oneDay', { day: period.from }) : t('statement.period', period)}</p>
      {items.length === 0 ? (
        <p>{t('cheques.none')}</p>
      ) : (
        <>
          <Cheques items={items} total={total} onBounced={onBounced} />
          <p>
            {t('cheques.words')} <strong>{amountInWords(total, language)}</strong> (
            <bdi>{formatAmount(total, language)}</bdi>)
          </p>
        </>
      )}
    </article>
  );
}

type ChequesProps = Pick<ChequeReport, 'items' | 'total'> & Pick<SlipProps, 'onBounced'>;

function Cheques({ items, total, onBounced }: ChequesProps) {
  const { t } = useTranslation('hq');
  return (
    <table className="paper-lines">
      <thead>
        <tr>
          <th scope="col">{t('payments.at')}</th>
          <th scope="col">{t('payments.bank')}</th>
          <th scope="col">{t('payments.chequeNumber')}</th>
          <th scope="col">{t('payments.client')}</th>
          <th scope="col" className="number">
            {t('payments.amount')}
          </th>
          <th scope="col">{t('cheques.state')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((cheque) => (
          <Row key={cheque.id} cheque={cheque} onBounced={onBounced} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            {t('cheques.count', { count: items.length })}
          </th>
          <td className="number">{formatAmountBare(total)}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

function Row({ cheque, onBounced }: { cheque: ChequeLine } & Pick<SlipProps, 'onBounced'>) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const mayAct = useMayAct('POST /cheques/:id/bounce');
  const { id, at, bank, number, client_name, reference, amount } = cheque;
  return (
    <tr>
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
        {reference !== null && (
          <>
            {' · '}
            <bdi className="unbroken">{reference}</bdi>
          </>
        )}
      </td>
      <td className="number">{formatAmountBare(amount)}</td>
      <td>
        <StateOf cheque={cheque} />
        {mayAct && cheque.bounced_at === null && (
          <div className="paper-tools">
            <Button size="compact-sm" variant="default" onClick={() => onBounced(id)}>
              {t('cheques.bounced')}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}

function StateOf({ cheque: { deposited_at, bounced_at, bounce_reason } }: { cheque: ChequeLine }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  if (bounced_at !== null) {
    return (
      <>
        {t('cheques.bouncedOn', { day: formatDate(bounced_at, language) })} <bdi>{bounce_reason}</bdi>
      </>
    );
  }
  if (deposited_at !== null) return t('cheques.depositedOn', { day: formatDate(deposited_at, language) });
  return null;
}
