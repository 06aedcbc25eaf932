import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { type FeedChange, type FeedPage, kindOfChange } from '#shared/contract/hq/feed.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { cursorOf } from '#shared/contract/sync.ts';
import { forDevice } from '#shared/domain/change.ts';
import type { Queryable } from '../../store/database.ts';
import { NUMBERED } from '../../store/numbered.ts';
import { logHead, positionAfter } from '../../store/sync/cursor.ts';

export interface FeedWanted {
  /** A cursor of an earlier answer, or a time; absent: what comes from now on. */
  since: string | undefined;
  kinds: ReadonlySet<string>;
  /** The only depot whose changes are told; null: all. */
  depotId: number | null;
}

interface LogRow {
  pos: number;
  body: string;
}

/**
 * What the server has said since, in the order of its commits, without a gap. A page reads so many places of the log and no
 * more, whatever is wanted of them. 410 CURSOR_EXPIRED where the log does not reach back so far.
 */
export async function readFeed(
  database: Queryable,
  { since, kinds, depotId }: FeedWanted,
): Promise<Result<FeedPage, RequestError>> {
  const head = await logHead(database);
  if (since === undefined) return ok({ changes: [], has_more: false, next_since: cursorOf(head.epoch, head.last) });
  const from = await positionAfter(database, since, head);
  if (!from.ok) {
    return from.error.code === 'CURSOR_EXPIRED'
      ? refuse('CURSOR_EXPIRED', 'This cursor cannot be gone on from: read the lists anew, then go on without since.')
      : from;
  }
  const rows = await readLog(database, from.value, head.last, depotId);
  const hasMore = rows.length > LIMITS.pullMax;
  const page = rows.slice(0, LIMITS.pullMax);
  const end = hasMore ? (page.at(-1)?.pos ?? head.last) : Math.max(head.last, from.value);
  return ok({
    changes: page.flatMap(({ body }) => toldOf(body, kinds)),
    has_more: hasMore,
    next_since: cursorOf(head.epoch, end),
  });
}

/** What a depot's hub carries is what is of that depot. */
export async function readLog(
  database: Queryable,
  from: number,
  last: number,
  depotId: number | null,
): Promise<LogRow[]> {
  const limit = LIMITS.pullMax + 1;
  const { rows } =
    depotId === null
      ? await database.query<LogRow>(
          `SELECT n.pos, c.body FROM (${NUMBERED} LIMIT $3) n JOIN changes c ON c.id = n.id ORDER BY n.pos`,
          [from, last, limit],
        )
      : await database.query<LogRow>(
          `SELECT p.pos, c.body FROM (
             SELECT DISTINCT a.pos, a.id FROM unnest(ARRAY['*', 'd:' || $1::integer, 'h:' || $1::integer]) AS k (key)
             CROSS JOIN LATERAL (
               SELECT pos, coalesce(id, pos) AS id FROM change_audience
               WHERE key = k.key AND pos > $2 AND pos <= $3 ORDER BY pos LIMIT $4
             ) a ORDER BY a.pos LIMIT $4
           ) p JOIN changes c ON c.id = p.id ORDER BY p.pos`,
          [depotId, from, last, limit],
        );
  return rows;
}

/** Without the code of a note, which proves a visit, and without whom the change was for. */
export function toldOf(body: string, kinds: ReadonlySet<string>): FeedChange[] {
  const { id, action, entity_id, occurred_at, payload, caused_by } = forDevice(JSON.parse(body) as ServerEvent);
  const kind = kindOfChange(action);
  if (kind === null || !kinds.has(kind)) return [];
  return [{ id, kind, action, entity_id, occurred_at, payload, ...(caused_by && { caused_by }) }];
}
