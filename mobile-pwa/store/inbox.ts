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
    `INSERT INTO inbox (event_id, error_code, resolution, at)
     SELECT v.value ->> 'event_id', v.value ->> 'error_code',
            seal(v.value -> 'resolution', 'inbox.resolution', v.value ->> 'event_id'), ?1 FROM json_each(?2) v WHERE true
     ON CONFLICT (event_id) DO UPDATE SET
       seen_at = iif(error_code = excluded.error_code, seen_at, NULL),
       error_code = excluded.error_code, resolution = coalesce(excluded.resolution, resolution)`,
    [now, JSON.stringify(verdicts)],
  );
}

/** The person has read it. */
export function dismiss(sql: Sql, eventId: string, now: string): void {
  sql.exec('UPDATE inbox SET seen_at = ? WHERE event_id = ? AND seen_at IS NULL', [now, eventId]);
}
