import { useTranslation } from 'react-i18next';
import type { Lot } from '#shared/contract/entities.ts';
import { isShortfallName } from '#shared/domain/stock.ts';
import { dayOf, formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow } from '#shared/ui/use-now.ts';

/** A lot's number; what is missing is no lot, and is called so. */
export function LotName({ lot: { lot_number } }: { lot: Pick<Lot, 'lot_number'> }) {
  const { t } = useTranslation('hq');
  return isShortfallName(lot_number) ? t('lots.shortfall') : <bdi>{lot_number}</bdi>;
}

/** Whether goods of a lot may go out; one that may is said to be so in plain text. */
export function LotState({ state = 'OK' }: { state: Lot['state'] | undefined }) {
  const { t } = useTranslation('hq');
  const text = t(`lots.state.${state}`);
  return state === 'OK' ? text : <StateBadge state="person">{text}</StateBadge>;
}

/** The last day; where it is past and goods of the lot are still there, that needs a person. */
export function LotExpiry({ lot: { expires_at, remaining_quantity } }: { lot: Lot }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const today = dayOf(useNow());
  const isLate = remaining_quantity > 0 && expires_at < today;
  return (
    <>
      <bdi>{formatDate(expires_at, language)}</bdi>{' '}
      {isLate && <StateBadge state="person">{t('lots.expired')}</StateBadge>}
    </>
  );
}
