import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { cursorOf, type DeviceStatus } from '#shared/contract/sync.ts';
import { forDevice, scopeKeys } from '#shared/domain/change.ts';
import { type Caller, scopeOf } from '#shared/sync-server/caller.ts';
import { type ChangePage, cursorExpired } from '#shared/sync-server/sync-store.ts';
import type { Database } from '../database.ts';
import { beginEpoch } from '../epoch.ts';
import { logHead, positionOf } from './cursor.ts';

type Changes = Pick<ChangePage, 'events' | 'has_more' | 'next_since'>;

/**
 * Changes after a cursor in the caller's scope, in commit order. A hub that heard more than was said is proof that this
 * database came back from a backup: a new epoch begins. Each key of the scope is read from its own index range
 * and no further than a page: the cost does not grow with the log.
 */
export async function pullChanges(
  database: Database,
  caller: Caller,
  since: string,
  limit: number,
  newEpoch: () => string,
): Promise<Result<Changes, RequestError>> {
  const head = await logHead(database);
  const from = await positionOf(database, since, head, caller);
  if (!from.ok) return from;
  if (caller.kind === 'hub' && from.value > head.last) {
    await beginEpoch(database, head.epoch, newEpoch());
    return cursorExpired();
  }
  const scope = scopeOf(caller);
  const { rows } = await database.query<{ pos: number; body: string }>(
    `SELECT p.pos, c.body FROM (
       SELECT DISTINCT a.pos, a.id FROM unnest($1::text[]) AS k (key) CROSS JOIN LATERAL (
         SELECT pos, coalesce(id, pos) AS id FROM change_audience
         WHERE key = k.key AND pos > $2 AND pos <= $3 ORDER BY pos LIMIT $4
       ) a ORDER BY a.pos LIMIT $4
     ) p JOIN changes c ON c.id = p.id ORDER BY p.pos`,
    [scopeKeys(scope), from.value, head.last, limit + 1],
  );
  const page = rows.slice(0, limit).map(({ pos, body }) => ({ ...(JSON.parse(body) as object), pos }) as ServerEvent);
  const hasMore = rows.length > limit;
  // With nothing left, the cursor moves to the head as it was before reading: positions follow commits, so none is skipped.
  const next = hasMore ? (page.at(-1)?.pos ?? head.last) : Math.max(head.last, from.value);
  return ok({
    events: scope.kind === 'hub' ? page : page.map(forDevice),
    has_more: hasMore,
    next_since: cursorOf(head.epoch, next),
  });
}

/** What a device may know of itself. A hub is told of itself the same way. */
export async function deviceStatus(database: Database, caller: Caller): Promise<DeviceStatus> {
  if (caller.kind === 'hub') return { is_active: true, requires_reauth: false, clock_drift_ms: 0 };
  const { rows } = await database.query<{ is_active: boolean; clock_drift_ms: number }>(
    'SELECT is_active, clock_drift_ms FROM devices WHERE id = $1',
    [caller.deviceId],
  );
  return {
    is_active: rows[0]?.is_active ?? false,
    requires_reauth: caller.expired,
    clock_drift_ms: rows[0]?.clock_drift_ms ?? 0,
  };
}
