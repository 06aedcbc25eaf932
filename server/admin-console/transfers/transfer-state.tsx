import { useTranslation } from 'react-i18next';
import type { Transfer } from '#shared/contract/hq/stock.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';

/** On its way, arrived, or arrived otherwise than it was sent: that needs a person. */
export function TransferState({ transfer: { state, quantity, received_quantity } }: { transfer: Transfer }) {
  const { t } = useTranslation('hq');
  if (state === 'IN_TRANSIT') return t('transfers.state.IN_TRANSIT');
  return received_quantity === quantity ? (
    t('transfers.state.RECEIVED')
  ) : (
    <StateBadge state="person">{t('transfers.differs')}</StateBadge>
  );
}
