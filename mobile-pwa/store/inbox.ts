import type { Resolution } from '#shared/contract/errors.ts';
import type { Sql } from './sql.ts';

export interface Verdict {
  event_id: string;
  error_code: string;
  resolution?: Resolution;
}

/** Tells the author about events that did not go through. A verdict that was already read is not put up again. */
export function putIntoInbox(sql: Sql, verdicts: Verdict[], now: string): void {
  if (verdicts.length === 0) return;
  sql.exec(
    `INSERT OR REPLACE INTO plain_inbox (event_id, error_code, resolution, at, seen_at)
     SELECT v.value ->> 'event_id', v.value ->> 'error_code', coalesce(v.value -> 'resolution', b.resolution),
            coalesce(b.at, ?1), iif(b.error_code = v.value ->> 'error_code', b.seen_at, NULL)
     FROM json_each(?2) v LEFT JOIN plain_inbox b ON b.event_id = v.value ->> 'event_id'`,
    [now, JSON.stringify(verdicts)],
  );
}

/** The person has read it. */
export function dismiss(sql: Sql, eventId: string, now: string): void {
  sql.exec('UPDATE inbox SET seen_at = ? WHERE event_id = ? AND seen_at IS NULL', [now, eventId]);
}
