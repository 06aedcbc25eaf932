import { DAY_MS } from '#shared/contract/durations.ts';
import type { EventErrorCode, Resolution } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { callerId } from '#shared/sync-server/caller.ts';
import type { IncomingBatch } from '#shared/sync-server/sync-store.ts';
import type { Transaction } from '../database.ts';
import { contactDay, type KnownClocks, type OriginRow, originOf } from './clock-contacts.ts';

/** The stored end of an event, or that it waits. */
export interface StoredEvent {
  id: string;
  checksum: string;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  error_code: EventErrorCode | null;
  resolution: Resolution | null;
}

interface BatchRow {
  known: StoredEvent[] | null;
  recent: number[] | null;
  hub: KnownClocks['hub'];
  origins: OriginRow[] | null;
}

/**
 * Reads, behind the locks of the batch's journals, which of its events are known, and what their times are judged by: the
 * caller's clock and, for a hub, what bounds its claims. A device's own claims need no bounds.
 */
export async function readBatch(
  tx: Transaction,
  { caller, events }: IncomingBatch,
  nowMs: number,
): Promise<{ known: Map<string, StoredEvent>; clocks: KnownClocks }> {
  const numbers = caller.kind === 'hub' ? Map.groupBy(events, ({ event }) => event.device_id) : new Map();
  const seqs = [...numbers.values()].map((list: IncomingBatch['events']) => list.map(({ event }) => event.seq));
  const { rows } = await tx.query<BatchRow>(
    `SELECT
       (SELECT json_agg(k) FROM (
          SELECT id, checksum, status, error_code, resolution FROM events WHERE id = ANY ($7::uuid[])) k) AS known,
       (SELECT recent FROM clock_contacts WHERE node_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day DESC LIMIT 1) AS recent,
       (SELECT json_build_object('name', name, 'depot_id', depot_id, 'enrolled_at', enrolled_at) FROM hubs
        WHERE id = $1) AS hub,
       (SELECT json_agg(o) FROM (
          SELECT d.id, d.registered_at, c.lowest, c.highest, e.receipts
          FROM unnest($4::uuid[], $5::integer[], $6::integer[]) AS f (device_id, low, high)
            JOIN devices d ON d.id = f.device_id
            CROSS JOIN LATERAL (
              SELECT min(lowest) AS lowest, max(highest) AS highest FROM clock_contacts
              WHERE node_id = d.id AND day BETWEEN $2 AND $3) c
            CROSS JOIN LATERAL (
              SELECT json_agg(json_build_object('seq', seq, 'received_at', received_at, 'is_claimed', is_claimed)) AS receipts
              FROM (
                (SELECT seq, received_at, received_via <> device_id AS is_claimed FROM events
                 WHERE device_id = f.device_id AND seq < f.low ORDER BY seq DESC LIMIT 1)
                UNION ALL
                (SELECT seq, received_at, received_via <> device_id FROM events
                 WHERE device_id = f.device_id AND seq BETWEEN f.low AND f.high)
              ) r) e
        ) o) AS origins`,
    [
      callerId(caller),
      contactDay(nowMs - LIMITS.clockContactDays * DAY_MS),
      contactDay(nowMs),
      [...numbers.keys()],
      seqs.map((list) => Math.min(...list)),
      seqs.map((list) => Math.max(...list)),
      events.map(({ event }) => event.id),
    ],
  );
  const { known, recent, hub, origins } = rows[0] ?? { known: null, recent: null, hub: null, origins: null };
  return {
    known: new Map((known ?? []).map((row) => [row.id, row])),
    clocks: { recent: recent ?? [], hub, origins: new Map((origins ?? []).map((row) => [row.id, originOf(row)])) },
  };
}
