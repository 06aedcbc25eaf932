import { useTranslation } from 'react-i18next';
import type { LotRecall, LotRecipient } from '#shared/contract/hq/stock.ts';
import { formatDate, formatDateTime, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { useCompany } from '../company/company-screen.tsx';

/** The sheet of a recall: the lot, where it lies, and who has it. */
export function RecallPaper({ recall }: { recall: LotRecall }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const now = useNow();
  const company = useCompany().data?.name;
  return (
    <article className="paper" aria-label={recall.lot_number}>
      {company && (
        <strong>
          <bdi>{company}</bdi>
        </strong>
      )}
      <h1 className="paper-title">
        {t('recall.title')} <bdi>{recall.lot_number}</bdi>
      </h1>
      <p>
        <bdi>{recall.product_name}</bdi> · {t('stock.produced')} <bdi>{formatDate(recall.produced_at, language)}</bdi> ·{' '}
        {t('stock.expires')} <bdi>{formatDate(recall.expires_at, language)}</bdi>
      </p>
      <p>
        {t('recall.asOf')} <bdi>{formatDateTime(new Date(now).toISOString(), language)}</bdi>
      </p>
      <h2 className="paper-heading">{t('recall.where')}</h2>
      <InStock recall={recall} />
      <h2 className="paper-heading">{t('recall.who')}</h2>
      {recall.given.length === 0 ? <p>{t('recall.nobody')}</p> : <Given given={recall.given} />}
    </article>
  );
}

function InStock({ recall: { in_stock, in_transit } }: { recall: LotRecall }) {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  return (
    <ul className="paper-list">
      {in_stock.map(({ lot_id, depot_id, state, remaining_quantity }) => (
        <li key={lot_id}>
          <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> : <bdi>{formatNumber(remaining_quantity)}</bdi> ·{' '}
          {t(`lots.state.${state}`)}
        </li>
      ))}
      {in_transit > 0 && (
        <li>
          {t('recall.inTransit')} <bdi>{formatNumber(in_transit)}</bdi>
        </li>
      )}
    </ul>
  );
}

function Given({ given }: { given: LotRecipient[] }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const sum = (of: (to: LotRecipient) => number) => given.reduce((total, to) => total + of(to), 0);
  return (
    <table className="paper-lines">
      <thead>
        <tr>
          <th scope="col">{t('invoices.client')}</th>
          <th scope="col">{t('clients.phone')}</th>
          <th scope="col">{t('recall.quantity')}</th>
          <th scope="col">{t('recall.returned')}</th>
          <th scope="col">{t('recall.when')}</th>
          <th scope="col">{t('recall.by')}</th>
          <th scope="col">{t('recall.source')}</th>
        </tr>
      </thead>
      <tbody>
        {given.map((to) => (
          <tr key={`${to.reference} ${to.source}`}>
            <td>
              <bdi>{to.client_name}</bdi>
            </td>
            <td>
              <bdi className="ltr unbroken">{to.phone ?? UNNAMED}</bdi>
            </td>
            <td className="number">{formatNumber(to.quantity)}</td>
            <td className="number">{formatNumber(to.returned)}</td>
            <td>
              <bdi className="unbroken">{formatDateTime(to.at, language)}</bdi>
              <br />
              <bdi className="unbroken">{to.reference}</bdi>
            </td>
            <td>
              <bdi>{to.user_name}</bdi>
            </td>
            <td>{t(`recall.sources.${to.source}`)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t('recall.sum')}
          </th>
          <td className="number">{formatNumber(sum(({ quantity }) => quantity))}</td>
          <td className="number">{formatNumber(sum(({ returned }) => returned))}</td>
          <td colSpan={3} />
        </tr>
      </tfoot>
    </table>
  );
}
