import { LIMITS } from '#shared/contract/limits.ts';
import type { Sql } from './sql.ts';

/** Encrypted and written in letters, a text takes four thirds of its bytes; what stands around it takes little. */
const CONTENT_BYTES = Math.floor(LIMITS.queueFileBytes * 0.7);

/** Up to where an earlier file went: what was recorded behind it comes next. */
export interface FileEnd {
  occurred_at: string;
  seq: number;
}

export interface FilePart {
  texts: string[];
  /** Null: nothing is left for another file. */
  end: FileEnd | null;
}

/** As much as one file may bring. */
interface Room {
  events: number;
  bytes: number;
}

/**
 * The texts of what HQ has neither taken nor refused, the oldest first, as much of it as one file may bring; `after`: behind
 * an earlier file. Nothing is changed: the queue goes on as if nobody had looked.
 */
export function unsentTexts(
  sql: Sql,
  after: FileEnd | null = null,
  room: Room = { events: LIMITS.queueFileEvents, bytes: CONTENT_BYTES },
): FilePart {
  const rows = sql.all<FileEnd & { text: string; behind: number }>(
    `SELECT p.body AS text, q.occurred_at, q.seq, q.behind FROM (
       SELECT id, seq, occurred_at, sum(octet_length(body) + 1) OVER oldest AS bytes,
              count(*) OVER oldest AS place, count(*) OVER () - count(*) OVER oldest AS behind
       FROM sync_queue
       WHERE id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server') AND (occurred_at, seq) > (?3, ?4)
       WINDOW oldest AS (ORDER BY occurred_at, seq)) q JOIN plain_sync_queue p ON p.id = q.id
     WHERE q.place <= ?1 AND q.bytes <= ?2 ORDER BY q.occurred_at, q.seq`,
    [room.events, room.bytes, after?.occurred_at ?? '', after?.seq ?? 0],
  );
  const last = rows.at(-1);
  const isMore = last !== undefined && last.behind > 0;
  return {
    texts: rows.map(({ text }) => text),
    end: isMore ? { occurred_at: last.occurred_at, seq: last.seq } : null,
  };
}
