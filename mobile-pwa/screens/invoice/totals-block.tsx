import { useTranslation } from 'react-i18next';
import type { PricedLine } from '#shared/contract/events.ts';
import { type Totals, totalsByRate } from '#shared/domain/totals.ts';
import { Amount } from '#shared/ui/amount.tsx';

interface TotalsBlockProps {
  /** Null while they are not known. */
  totals: Totals | null;
  lines: PricedLine[] | null;
}

/** The sums as the law asks for them, live: TVA rate by rate, and the stamp. */
export function TotalsBlock({ totals, lines }: TotalsBlockProps) {
  const { t } = useTranslation('phone');
  const rates = lines === null || totals === null ? [] : totalsByRate(lines);
  return (
    <dl className="totals">
      <Sum name={t('sell.totalHt')} value={totals?.total_ht} />
      {rates.length > 1 &&
        rates.map(({ tva_rate, base_ht, tva }) => (
          <div key={tva_rate}>
            <dt>
              {t('sell.tvaAt', { rate: tva_rate })} <Amount value={base_ht} />
            </dt>
            <dd>
              <Amount value={tva} />
            </dd>
          </div>
        ))}
      <Sum
        name={rates.length === 1 ? `${t('sell.totalTva')} ${rates[0]?.tva_rate} %` : t('sell.totalTva')}
        value={totals?.total_tva}
      />
      <Sum name={t('sell.stamp')} value={totals?.stamp_duty} />
      <Sum name={t('sell.totalTtc')} value={totals?.total_ttc} />
    </dl>
  );
}

const Sum = ({ name, value }: { name: string; value: number | undefined }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value === undefined ? '—' : <Amount value={value} />}</dd>
  </div>
);
