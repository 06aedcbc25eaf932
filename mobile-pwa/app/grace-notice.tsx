import { Alert } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useLock, useNow } from './phone-context.tsx';

/** Some hours before the phone locks for want of a statement from HQ, it says so and what helps. */
export function GraceNotice() {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const now = useNow();
  const { data: lock, dataUpdatedAt } = useLock();
  if (lock?.kind !== 'open' || lock.graceLeftMs === null) return null;
  const endsAt = dataUpdatedAt + lock.graceLeftMs;
  const time = formatDateTime(new Date(endsAt).toISOString(), language);
  const left = formatDuration(endsAt - now, language);
  return (
    <Alert
      role="alert"
      variant="outline"
      mb="md"
      icon={<IconClockExclamation aria-hidden />}
      title={t('lock.ending', { time, left })}
    >
      {t('lock.endingMore')}
    </Alert>
  );
}
