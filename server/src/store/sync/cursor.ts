import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { parseCursor } from '#shared/contract/sync.ts';
import type { Queryable } from '../database.ts';

/** Where the change log stands: the epoch, and the last position whose transaction has committed. */
export interface LogHead {
  epoch: string;
  last: number;
}

export async function logHead(db: Queryable): Promise<LogHead> {
  const { rows } = await db.query<LogHead>(
    "SELECT value AS epoch, (SELECT last FROM change_counter) AS last FROM meta WHERE key = 'epoch'",
  );
  return rows[0] as LogHead;
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

/** The position after which to go on. A cursor of another epoch, or from beyond the log, needs a new snapshot. */
export async function positionOf(db: Queryable, since: string, head: LogHead): Promise<Result<number, RequestError>> {
  if (ISO_TIME.test(since) && !Number.isNaN(Date.parse(since))) {
    const { rows } = await db.query<{ pos: number }>(
      'SELECT coalesce((SELECT pos FROM changes WHERE occurred_at < $1 ORDER BY occurred_at DESC, pos DESC LIMIT 1), 0) AS pos',
      [new Date(since).toISOString()],
    );
    return ok(rows[0]?.pos ?? 0);
  }
  const cursor = parseCursor(since);
  if (!cursor) return refuse('INVALID_REQUEST', 'since is neither a time nor a cursor of an earlier answer.');
  if (cursor.epoch !== head.epoch || cursor.pos > head.last) {
    return refuse(
      'CURSOR_EXPIRED',
      'This cursor cannot be gone on from. Bootstrap again: replace the caches, never the queue.',
    );
  }
  return ok(cursor.pos);
}
