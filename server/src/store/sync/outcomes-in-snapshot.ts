import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { OUTCOMES_IN_SNAPSHOT, type ServerEvent } from '#shared/contract/server-events.ts';
import { forDevice, type Scope } from '#shared/domain/change.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../database.ts';

/**
 * What a caller that starts anew would not hear any more: the refusals that still stand, and the numbers of invoices, of a
 * device's user or a hub's depot, as long as devices keep what they purged.
 */
export async function outcomesFor(db: Queryable, scope: Scope, nowMs: number): Promise<ServerEvent[]> {
  const { rows } = await db.query<{ pos: number; body: string }>(
    `SELECT a.pos, c.body FROM change_audience a JOIN changes c ON c.id = coalesce(a.id, a.pos)
     WHERE a.key = $1 AND c.occurred_at >= $2 AND c.body::json ->> 'action' = ANY ($3::text[])
       AND NOT EXISTS (SELECT FROM events e
                       WHERE e.id = (c.body::json #>> '{payload,event_id}')::uuid AND e.status = 'APPLIED')
     ORDER BY a.pos`,
    [
      scope.kind === 'hub' ? `h:${scope.depotId}` : `u:${scope.userId}`,
      isoTime(nowMs - LIMITS.archiveDays * DAY_MS),
      OUTCOMES_IN_SNAPSHOT,
    ],
  );
  const ends = rows.map(({ pos, body }) => ({ ...(JSON.parse(body) as object), pos }) as ServerEvent);
  return scope.kind === 'hub' ? ends : ends.map(forDevice);
}
