import { Alert } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';

/** A phone whose clock is wrong says so, and that the tour goes by the right one. */
export function ClockNotice({ aheadMs }: { aheadMs: number | null }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  if (aheadMs === null || Math.abs(aheadMs) <= LIMITS.clockDriftMs) return null;
  const duration = formatDuration(Math.abs(aheadMs), language);
  return (
    <Alert
      role="status"
      variant="outline"
      mb="md"
      icon={<IconClockExclamation aria-hidden />}
      title={aheadMs > 0 ? t('tour.clockAhead', { duration }) : t('tour.clockBehind', { duration })}
    >
      {t('tour.clockMore')}
    </Alert>
  );
}
