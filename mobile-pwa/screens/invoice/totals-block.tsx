import { useTranslation } from 'react-i18next';
import type { PricedLine } from '#shared/contract/events.ts';
import { type Totals, tvaByRate } from '#shared/domain/totals.ts';
import { Amount } from '#shared/ui/amount.tsx';

interface TotalsBlockProps {
  /** Null while they are not known. */
  totals: Totals | null;
  lines: PricedLine[] | null;
}

/** The sums as the law asks for them, live: TVA rate by rate, and the stamp. */
export function TotalsBlock({ totals, lines }: TotalsBlockProps) {
  const { t } = useTranslation('phone');
  const rates = lines === null || totals === null ? [] : tvaByRate(lines);
  return (
    <dl className="totals">
      <Sum name={t('sell.totalHt')} value={totals?.total_ht} />
      {rates.length > 1 &&
        rates.map(({ rate, base, tva }) => (
          <div key={rate}>
            <dt>
              {t('sell.tvaAt', { rate })} <Amount value={base} />
            </dt>
            <dd>
              <Amount value={tva} />
            </dd>
          </div>
        ))}
      <Sum
        name={rates.length === 1 ? `${t('sell.totalTva')} ${rates[0]?.rate} %` : t('sell.totalTva')}
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
