import { useTranslation } from 'react-i18next';
import type { Delivery } from '#shared/contract/entities.ts';
import { deliveredTotals } from '#shared/domain/delivered-totals.ts';
import { Amount } from './amount.tsx';

interface HandedOverAmountProps {
  /** In centimes; null where nothing was handed over yet. */
  delivered: number | null;
  ordered: number;
  bare?: boolean;
}

/** What was handed over is worth, with what was ordered below it where the two differ. */
export function HandedOverAmount({ delivered, ordered, bare = false }: HandedOverAmountProps) {
  const { t } = useTranslation('ui');
  if (delivered === null || delivered === ordered) return <Amount value={ordered} bare={bare} />;
  return (
    <>
      <Amount value={delivered} bare={bare} />
      <small style={{ display: 'block', color: 'var(--mantine-color-dimmed)' }}>
        {t('ordered')} <Amount value={ordered} bare={bare} />
      </small>
    </>
  );
}

/** What a delivery is worth with TVA, as far as the server knows it. */
export function DeliveryAmount(props: { delivery: Pick<Delivery, 'status' | 'lines' | 'total_ttc'>; bare?: boolean }) {
  const { delivery, bare = false } = props;
  const delivered = deliveredTotals(delivery)?.total_ttc ?? null;
  return <HandedOverAmount delivered={delivered} ordered={delivery.total_ttc} bare={bare} />;
}
