import { LIMITS } from '#shared/contract/limits.ts';
import type { Sql } from './sql.ts';

/** Encrypted and written in letters, a text takes four thirds of its bytes; what stands around it takes little. */
const CONTENT_BYTES = Math.floor(LIMITS.queueFileBytes * 0.7);

/**
 * The texts of what HQ has neither taken nor refused, the oldest first, as much of it as one file may bring. Nothing is
 * changed: the queue goes on as if nobody had looked.
 */
export const unsentTexts = (sql: Sql): string[] =>
  sql
    .all<{ text: string }>(
      `SELECT p.body AS text FROM (
         SELECT id, device_id, seq, sum(octet_length(body) + 1) OVER (ORDER BY occurred_at, seq) AS bytes, occurred_at
         FROM sync_queue WHERE id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server')
         ORDER BY occurred_at, seq LIMIT ?1) q JOIN plain_sync_queue p ON p.id = q.id
       WHERE q.bytes <= ?2 ORDER BY q.occurred_at, q.seq`,
      [LIMITS.queueFileEvents, CONTENT_BYTES],
    )
    .map(({ text }) => text);
