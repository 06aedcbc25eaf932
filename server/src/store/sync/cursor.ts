import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { readSince } from '#shared/contract/sync.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { type Caller, scopeFrom } from '#shared/sync-server/caller.ts';
import { badSince, cursorExpired } from '#shared/sync-server/sync-store.ts';
import type { Queryable } from '../database.ts';

/** Where the change log stands: the epoch, the last position given out, and the last one forgotten. */
export interface LogHead {
  epoch: string;
  last: number;
  floor: number;
}

export async function logHead(db: Queryable): Promise<LogHead> {
  const { rows } = await db.query<LogHead>(
    `SELECT value AS epoch, (SELECT last FROM change_counter) AS last,
            coalesce((SELECT value::bigint FROM meta WHERE key = 'floor'), 0) AS floor
     FROM meta WHERE key = 'epoch'`,
  );
  const [head] = rows;
  invariant(head !== undefined && head.last >= head.floor, 'the log of changes ends before what was forgotten of it');
  return head;
}

/**
 * The position after which to go on. A cursor of another epoch, from before what is still in the log, or from before the
 * caller's move needs a new snapshot. One from beyond the log finds nothing new, as on any node that is behind.
 */
export const positionOf = (
  db: Queryable,
  since: string,
  head: LogHead,
  caller: Caller,
): Promise<Result<number, RequestError>> =>
  positionAfter(db, since, { ...head, floor: Math.max(head.floor, scopeFrom(caller)) });

/** The same for whoever has no scope that changes. */
export async function positionAfter(
  db: Queryable,
  since: string,
  { floor, ...head }: LogHead,
): Promise<Result<number, RequestError>> {
  const from = readSince(since);
  if (!from) return badSince();
  if (from.kind === 'cursor') {
    return from.epoch === head.epoch && from.pos >= floor ? ok(from.pos) : cursorExpired();
  }
  const { rows } = await db.query<{ pos: number }>(
    `SELECT first_pos + size - 1 AS pos FROM positions WHERE said_at < $1 ORDER BY said_at DESC, first_pos DESC LIMIT 1`,
    [from.time],
  );
  const pos = rows[0]?.pos ?? 0;
  return pos < floor ? cursorExpired() : ok(pos);
}
