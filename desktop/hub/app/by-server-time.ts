import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { isoTime } from '#shared/ports/clock.ts';

/**
 * What the screen is told goes by the server's time, whatever this PC's clock says: `aheadMs` is how far that is ahead.
 * A phone's clock was measured against this one, and is not blamed for it.
 */
export function byServerTime(overview: DesktopOverview, aheadMs: number): DesktopOverview {
  const { wan, queue, phones, attention, recoveries, backup } = overview;
  const moved = (iso: string): string => isoTime(Date.parse(iso) - aheadMs);
  const orNull = (iso: string | null): string | null => (iso === null ? null : moved(iso));
  return {
    ...overview,
    now: moved(overview.now),
    wan: { ...wan, last_contact_at: orNull(wan.last_contact_at), since: orNull(wan.since) },
    queue: {
      ...queue,
      oldest_at: orNull(queue.oldest_at),
      history: queue.history.map((sample) => ({ ...sample, at: moved(sample.at) })),
    },
    phones: phones.map((phone) => ({
      ...phone,
      last_seen_at: moved(phone.last_seen_at),
      clock_drift_ms: phone.clock_drift_ms + aheadMs,
    })),
    attention: attention.map((item) => ({ ...item, at: moved(item.at) })),
    recoveries: recoveries.map((recovery) => ({ ...recovery, at: moved(recovery.at) })),
    backup: { ...backup, last_at: orNull(backup.last_at) },
  };
}
