import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { cursorOf, parseCursor, readSince } from '#shared/contract/sync.ts';
import { forDevice, scopeKeys } from '#shared/domain/change.ts';
import { type Caller, scopeFrom, scopeOf } from '#shared/sync-server/caller.ts';
import { badSince, type ChangePage, cursorExpired } from '#shared/sync-server/sync-store.ts';
import type { HubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';

type Changes = Pick<ChangePage, 'events' | 'has_more' | 'next_since'>;

/** A visitor's scope is another depot's, which is not here. */
export const isVisitor = (caller: Caller, depotId: number): boolean =>
  caller.kind === 'device' && caller.depotId !== depotId;

/** A caller who moved after this hub last heard of its server has another scope than the one that lies here. */
const holdsScope = (caller: Caller, depotId: number, headPos: number): boolean =>
  !isVisitor(caller, depotId) && headPos >= scopeFrom(caller);

/**
 * Repeats the server's statements at the server's positions. Where this hub is behind the cursor, or does not hold the
 * device's scope, it has nothing to say and leaves the cursor as it is.
 */
export function changeReader(database: HubDatabase, depotId: number) {
  const meta = metaOf(database);
  const before = database.prepare<[string], { pos: number }>(
    'SELECT pos FROM changes WHERE occurred_at < ? ORDER BY occurred_at DESC, pos DESC LIMIT 1',
  );
  const readPage = pageReader(database);
  const positionOf = (from: NonNullable<ReturnType<typeof readSince>>): number =>
    from.kind === 'cursor' ? from.pos : (before.get(from.time)?.pos ?? 0);
  return (caller: Caller, since: string, limit: number): Result<Changes, RequestError> => {
    const from = readSince(since);
    if (!from) return badSince();
    const head = parseCursor(meta.get('cursor') ?? '');
    const floor = parseCursor(meta.get('floor') ?? '');
    const nothing = ok({ events: [], has_more: false, next_since: since });
    if (!head || !floor || !holdsScope(caller, depotId, head.pos)) return nothing;
    if (from.kind === 'cursor' && from.epoch !== head.epoch) return cursorExpired();
    const pos = positionOf(from);
    if (pos < Math.max(floor.pos, scopeFrom(caller))) return cursorExpired();
    return pos > head.pos ? nothing : ok(readPage(caller, head, pos, limit));
  };
}

function pageReader(database: HubDatabase) {
  const page = database.prepare<[string, number, number, number], { body: string }>(
    `SELECT DISTINCT c.pos, c.body FROM change_audience a JOIN changes c ON c.pos = a.pos
     WHERE a.key IN (SELECT value FROM json_each(?)) AND a.pos > ? AND a.pos <= ? ORDER BY a.pos LIMIT ?`,
  );
  return (caller: Caller, head: { epoch: string; pos: number }, from: number, limit: number): Changes => {
    const rows = page.all(JSON.stringify(scopeKeys(scopeOf(caller))), from, head.pos, limit + 1);
    const events = rows.slice(0, limit).map(({ body }) => JSON.parse(body) as ServerEvent);
    const hasMore = rows.length > limit;
    return {
      events: caller.kind === 'hub' ? events : events.map(forDevice),
      has_more: hasMore,
      next_since: cursorOf(head.epoch, hasMore ? (events.at(-1)?.pos ?? head.pos) : head.pos),
    };
  };
}
