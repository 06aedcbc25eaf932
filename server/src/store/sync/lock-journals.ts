import type { Journal } from '#shared/domain/journal.ts';
import type { Transaction } from '../database.ts';
import { LostRace } from './in-decision.ts';

interface HeldRow extends Journal {
  content_hash: string;
  registered: number;
  device_id: string | null;
}

/**
 * Locks the journals of the batch's devices, in a fixed order: pushes that bring the same device's events, by whatever
 * way, follow one another, so that the second finds what the first stored. Devices that are not registered have none.
 * Behind them remembers the batch's content by its id, and says whether the id stood for another content.
 */
export async function lockJournals(
  tx: Transaction,
  deviceIds: string[],
  batch: { deviceId: string; batchId: string; contentHash: string; at: string },
): Promise<{ journals: Map<string, Journal>; isTheSame: boolean }> {
  const { rows } = await tx.query<HeldRow>(
    `WITH made AS (
       INSERT INTO journals (device_id)
       SELECT id FROM devices d WHERE id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT FROM journals WHERE device_id = d.id)
       ORDER BY id ON CONFLICT DO NOTHING RETURNING device_id, complete_up_to, checksum, runs
     ), held AS MATERIALIZED (
       SELECT j.device_id, j.complete_up_to, j.checksum, j.runs FROM (SELECT count(*) FROM made) AS before, journals j
       WHERE j.device_id = ANY ($1::uuid[]) ORDER BY j.device_id FOR UPDATE OF j
     ), batch AS (
       INSERT INTO batches (device_id, batch_id, content_hash, taken_at)
       SELECT $2, $3, $4, $5 FROM (SELECT count(*) FROM held) AS before
       ON CONFLICT (device_id, batch_id) DO UPDATE SET taken_at = batches.taken_at RETURNING content_hash
     )
     SELECT b.content_hash, (SELECT count(*) FROM devices WHERE id = ANY ($1::uuid[])) AS registered, j.*
     FROM batch b LEFT JOIN (SELECT * FROM made UNION ALL SELECT * FROM held) j ON true`,
    [deviceIds, batch.deviceId, batch.batchId, batch.contentHash, batch.at],
  );
  const [first] = rows;
  const held = rows.flatMap(({ device_id, complete_up_to, checksum, runs }): [string, Journal][] =>
    device_id === null ? [] : [[device_id, { complete_up_to, checksum, runs }]],
  );
  // One that another connection has made since the statement began is not seen by it.
  if (held.length < (first?.registered ?? 0)) throw new LostRace('another connection has made a journal');
  return { journals: new Map(held), isTheSame: first?.content_hash === batch.contentHash };
}
