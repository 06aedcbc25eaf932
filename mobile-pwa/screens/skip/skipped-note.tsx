import { Text } from '@mantine/core';
import { IconPlayerSkipForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import type { Stop } from '../../store/views.ts';
import { isSkipped } from '../stops.ts';

/** Why the stop was passed by today, and when the client wants to be visited instead. */
export function SkippedNote({ stop, today }: { stop: Stop; today: string }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  if (!isSkipped(stop, today) || stop.skipped === null) return null;
  const { at, reason, ask_day } = stop.skipped;
  return (
    <Text component="span" className="late-note">
      <IconPlayerSkipForward size={20} className="mirrored" aria-hidden />
      <span>
        {t('skip.skipped', { at: formatTime(at, language) })} · {t(`skip.reason.${reason}`)}
        {ask_day !== null && ` · ${t('skip.asked', { day: formatDay(ask_day, language) })}`}
      </span>
    </Text>
  );
}
