import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { readSince } from '#shared/contract/sync.ts';
import { badSince, cursorExpired } from '#shared/sync-server/sync-store.ts';
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

/** The position after which to go on. A cursor of another epoch, or from beyond the log, needs a new snapshot. */
export async function positionOf(db: Queryable, since: string, head: LogHead): Promise<Result<number, RequestError>> {
  const from = readSince(since);
  if (!from) return badSince();
  if (from.kind === 'cursor')
    return from.epoch === head.epoch && from.pos <= head.last ? ok(from.pos) : cursorExpired();
  const { rows } = await db.query<{ pos: number }>(
    'SELECT pos FROM changes WHERE occurred_at < $1 ORDER BY occurred_at DESC, pos DESC LIMIT 1',
    [from.time],
  );
  return ok(rows[0]?.pos ?? 0);
}
