import { useTranslation } from 'react-i18next';
import type { Totals } from '#shared/domain/totals.ts';
import { Amount } from '#shared/ui/amount.tsx';

/** The sums as the law asks for them, live; null while they are not known. */
export function TotalsBlock({ totals }: { totals: Totals | null }) {
  const { t } = useTranslation('phone');
  const rows = [
    ['totalHt', totals?.total_ht],
    ['totalTva', totals?.total_tva],
    ['stamp', totals?.stamp_duty],
    ['totalTtc', totals?.total_ttc],
  ] as const;
  return (
    <dl className="totals">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`sell.${name}`)}</dt>
          <dd>{value === undefined ? '—' : <Amount value={value} />}</dd>
        </div>
      ))}
    </dl>
  );
}
