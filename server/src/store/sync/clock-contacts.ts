import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ClockEstimate } from '#shared/domain/clock-drift.ts';
import type { Origin } from '#shared/domain/event-times.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type Caller, callerId } from '#shared/sync-server/caller.ts';
import type { IncomingBatch } from '#shared/sync-server/sync-store.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';

const dayOf = (ms: number): string => isoTime(ms).slice(0, 10);

/** What the server knows of the clocks behind a batch. */
export interface KnownClocks {
  /** The newest measurements of the caller's clock. */
  recent: number[];
  /** The hub that brings the batch; null for a device. */
  hub: { name: string; depot_id: number; enrolled_at: string } | null;
  origins: Map<string, Origin>;
}

/** Reads what the times of a batch are judged by: its caller's clock and, for a hub, what bounds its claims. */
export async function loadClocks(tx: Transaction, batch: IncomingBatch, nowMs: number): Promise<KnownClocks> {
  const { caller } = batch;
  const since = dayOf(nowMs - LIMITS.clockContactDays * DAY_MS);
  const own = tx.query<{ recent: number[] }>(
    `SELECT recent FROM clock_contacts WHERE node_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day DESC LIMIT 1`,
    [callerId(caller), since, dayOf(nowMs)],
  );
  if (caller.kind === 'device') return { recent: (await own).rows[0]?.recent ?? [], hub: null, origins: new Map() };
  const [{ rows }, hub, origins] = await pipelined(
    own,
    tx.query<NonNullable<KnownClocks['hub']>>('SELECT name, depot_id, enrolled_at FROM hubs WHERE id = $1', [
      callerId(caller),
    ]),
    loadOrigins(tx, batch, since, dayOf(nowMs)),
  );
  return { recent: rows[0]?.recent ?? [], hub: hub.rows[0] ?? null, origins };
}

interface OriginRow {
  id: string;
  registered_at: string;
  lowest: number | null;
  highest: number | null;
}
interface ReceiptRow {
  device_id: string;
  seq: number;
  received_at: string;
  is_claimed: boolean;
}

/** Of each device in a hub's batch: when it was registered, what its clock has shown, and when its earlier events came. */
async function loadOrigins(
  tx: Transaction,
  { events }: IncomingBatch,
  since: string,
  until: string,
): Promise<Map<string, Origin>> {
  const numbers = Map.groupBy(events, ({ event }) => event.device_id);
  const ids = [...numbers.keys()];
  const seqs = [...numbers.values()].map((list) => list.map(({ event }) => event.seq));
  const known = tx.query<OriginRow>(
    `SELECT d.id, d.registered_at, min(c.lowest) AS lowest, max(c.highest) AS highest
     FROM devices d LEFT JOIN clock_contacts c ON c.node_id = d.id AND c.day BETWEEN $2 AND $3
     WHERE d.id = ANY ($1::uuid[]) GROUP BY d.id`,
    [ids, since, until],
  );
  const received = tx.query<ReceiptRow>(
    `SELECT f.device_id, e.seq, e.received_at, e.is_claimed
     FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS f (device_id, low, high)
       CROSS JOIN LATERAL (
         (SELECT seq, received_at, received_via <> device_id AS is_claimed FROM events
          WHERE device_id = f.device_id AND seq < f.low ORDER BY seq DESC LIMIT 1)
         UNION ALL
         (SELECT seq, received_at, received_via <> device_id FROM events
          WHERE device_id = f.device_id AND seq BETWEEN f.low AND f.high)
       ) e`,
    [ids, seqs.map((list) => Math.min(...list)), seqs.map((list) => Math.max(...list))],
  );
  const [origins, receipts] = await pipelined(known, received);
  const receiptsOf = Map.groupBy(receipts.rows, ({ device_id }) => device_id);
  return new Map(
    origins.rows.map(({ id, registered_at, lowest, highest }) => [
      id,
      {
        registeredMs: Date.parse(registered_at),
        shown: lowest === null || highest === null ? null : { lowest, highest },
        receipts: (receiptsOf.get(id) ?? []).map(({ seq, received_at, is_claimed }) => ({
          seq,
          receivedMs: Date.parse(received_at),
          isClaimed: is_claimed,
        })),
      },
    ]),
  );
}

/** Notes what a request has shown of its caller's clock. Days without contact have no row, and old ones are swept. */
export async function noteClock(
  tx: Transaction,
  caller: Caller,
  { driftMs, recent }: ClockEstimate,
  nowMs: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO clock_contacts (node_id, day, lowest, highest, recent) VALUES ($1, $2, $3, $3, $4)
     ON CONFLICT (node_id, day) DO UPDATE SET lowest = least(clock_contacts.lowest, excluded.lowest),
       highest = greatest(clock_contacts.highest, excluded.highest), recent = excluded.recent`,
    [callerId(caller), dayOf(nowMs), driftMs, recent],
  );
}
