import type { SyncEvent } from '#shared/contract/events.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import { blobsNamedBy } from '#shared/domain/blob-refs.ts';
import type { Transaction } from '../database.ts';

const UUID = new RegExp(UUID_PATTERN);

/** Notes which blobs newly stored events name, so that nobody ever has to read their bodies for it. */
export async function insertBlobRefs(tx: Transaction, events: SyncEvent[]): Promise<void> {
  const refs = events.flatMap((event) => blobsNamedBy(event).map((sha256) => ({ event, sha256 })));
  if (refs.length === 0) return;
  await tx.query(
    `INSERT INTO blob_refs (event_id, sha256, device_id, delivery_id, arrived)
     SELECT event_id, sha256, device_id, delivery_id, EXISTS (SELECT FROM blobs b WHERE b.sha256 = r.sha256)
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) AS r (event_id, sha256, device_id, delivery_id)
     ON CONFLICT DO NOTHING`,
    [
      refs.map(({ event }) => event.id),
      refs.map(({ sha256 }) => sha256),
      refs.map(({ event }) => event.device_id),
      refs.map(({ event }) =>
        event.entity_type === 'DELIVERY' && UUID.test(event.entity_id) ? event.entity_id : null,
      ),
    ],
  );
}

/**
 * For use in a query on `devices d`: the blobs that the device's stored events name and that are not here, each with the
 * first event that names it; the lowest `$2` of them.
 */
export const MISSING_BLOBS = `ARRAY(SELECT json_build_object('sha256', m.sha256, 'seq', m.seq) FROM (
  SELECT r.sha256, min(e.seq) AS seq FROM blob_refs r JOIN events e ON e.id = r.event_id
  WHERE r.device_id = d.id AND NOT r.arrived AND NOT EXISTS (SELECT FROM blobs b WHERE b.sha256 = r.sha256)
  GROUP BY r.sha256 ORDER BY min(e.seq), r.sha256 LIMIT $2) m)`;
