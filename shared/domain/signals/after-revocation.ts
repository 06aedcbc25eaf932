import { correctedTime } from '../client-fields.ts';
import type { Candidate } from '../decide/facts.ts';
import { SIGNAL_THRESHOLDS } from './thresholds.ts';

interface Mark {
  event_id: string;
  at: string;
}

/** What a revoked device went on to do. One signal a device: a thief's day is one affair. */
export interface AfterRevocation {
  revoked_at: string;
  events: number;
  first: Mark;
  last: Mark;
  limit_minutes: number;
}

/**
 * Adds newly quarantined events to what was found before. Those recorded before the revocation are a queue that is being
 * rescued, and no signal. The result is the same in whatever order and portions they come.
 */
export function afterRevocation(
  revokedAt: string,
  before: AfterRevocation | null,
  quarantined: Candidate[],
): AfterRevocation | null {
  const limit = Date.parse(revokedAt) + SIGNAL_THRESHOLDS.afterRevocationMinutes * 60_000;
  const marks = quarantined
    .map(({ event, drift_ms, received_at }): Mark => {
      return { event_id: event.id, at: correctedTime(event.occurred_at, drift_ms, received_at) };
    })
    .filter(({ at }) => Date.parse(at) > limit);
  if (marks.length === 0) return before;
  const all = [...(before ? [before.first, before.last] : []), ...marks].sort(byTime);
  return {
    revoked_at: revokedAt,
    events: (before?.events ?? 0) + marks.length,
    first: all[0] as Mark,
    last: all.at(-1) as Mark,
    limit_minutes: SIGNAL_THRESHOLDS.afterRevocationMinutes,
  };
}

const byTime = (a: Mark, b: Mark): number =>
  a.at < b.at || (a.at === b.at && a.event_id < b.event_id) ? -1 : a.event_id === b.event_id ? 0 : 1;
