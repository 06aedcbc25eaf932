import { formatDuration } from '#shared/ui/format.ts';
import type { Language } from '#shared/ui/i18n/languages.ts';

/** Below this a clock is as right as anybody needs. */
const RIGHT_WITHIN_MS = 60_000;

export type ClockText = { key: 'clockRight' } | { key: 'clockAhead' | 'clockBehind'; duration: string };

/** How a device's clock stands; a positive drift is a clock that runs ahead. */
export function clockText(driftMs: number, language: Language): ClockText {
  if (Math.abs(driftMs) < RIGHT_WITHIN_MS) return { key: 'clockRight' };
  return { key: driftMs > 0 ? 'clockAhead' : 'clockBehind', duration: formatDuration(Math.abs(driftMs), language) };
}
