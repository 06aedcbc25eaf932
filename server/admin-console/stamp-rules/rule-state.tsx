import { useTranslation } from 'react-i18next';
import { StateBadge } from '#shared/ui/state-badge.tsx';

interface RuleStateProps {
  since: string;
  today: string;
  isReplaced: boolean;
  isInForce: boolean;
}

/** Whether a dated rule holds, will, did, or never came to hold. */
export function RuleState({ since, today, isReplaced, isInForce }: RuleStateProps) {
  const { t } = useTranslation('hq');
  if (isReplaced) return t('stamp.replaced');
  if (since > today) return <StateBadge state="depot">{t('stamp.future')}</StateBadge>;
  return isInForce ? <StateBadge state="hq">{t('stamp.inForce')}</StateBadge> : t('stamp.past');
}
