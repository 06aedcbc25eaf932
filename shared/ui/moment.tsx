import { Tooltip } from '@mantine/core';
import { formatAge, formatDateTime, formatExact } from './format.ts';
import { useLanguage } from './i18n/use-language.ts';

export interface MomentProps {
  /** ISO 8601, UTC. */
  at: string;
  /** Milliseconds; given: an age in words, absent: day and time. */
  now?: number;
}

/** A time as people say it; the exact one stands behind it on hover, tap or focus. */
export function Moment({ at, now }: MomentProps) {
  const language = useLanguage();
  return (
    <Tooltip label={formatExact(at, language)}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {now === undefined ? formatDateTime(at, language) : formatAge(at, now, language)}
      </time>
    </Tooltip>
  );
}
