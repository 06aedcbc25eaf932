import { useTranslation } from 'react-i18next';
import type { Delivery } from '#shared/contract/entities.ts';
import { deliveredTotals } from '#shared/domain/delivered-totals.ts';
import { Amount } from './amount.tsx';

/** What a delivery is worth with TVA: what was handed over, with what was ordered below it where the two differ. */
export function DeliveryAmount(props: { delivery: Pick<Delivery, 'status' | 'lines' | 'total_ttc'>; bare?: boolean }) {
  const { delivery, bare = false } = props;
  const { t } = useTranslation('ui');
  const delivered = deliveredTotals(delivery)?.total_ttc ?? delivery.total_ttc;
  if (delivered === delivery.total_ttc) return <Amount value={delivered} bare={bare} />;
  return (
    <>
      <Amount value={delivered} bare={bare} />
      <small style={{ display: 'block', color: 'var(--mantine-color-dimmed)' }}>
        {t('ordered')} <Amount value={delivery.total_ttc} bare={bare} />
      </small>
    </>
  );
}
