import { serverNow } from '#shared/domain/grace.ts';
import { dayOf } from '#shared/ui/format.ts';
import { useNow, usePhoneQuery } from './phone-context.tsx';

/**
 * The day of the tour, by HQ's clock as far as this phone knows it; undefined until it has looked. `aheadMs`: how far its
 * own clock is ahead.
 */
export function useToday(): { today: string | undefined; aheadMs: number | null } {
  const now = useNow(60_000);
  const { data: aheadMs } = usePhoneQuery(['clockAhead'], (phone) => phone.clockAhead());
  return {
    today: aheadMs === undefined ? undefined : dayOf(serverNow(aheadMs, now)),
    aheadMs: aheadMs ?? null,
  };
}
