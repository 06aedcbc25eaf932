import type { Database } from './database.ts';

/** Pictures are large: so many leave in one statement. */
const AT_ONCE = 100;

/** A conflict or a correction of this delivery that nobody at HQ has answered. */
const IN_DISPUTE = `EXISTS (
  SELECT FROM blob_refs r JOIN events named ON named.id = r.event_id
    JOIN events e ON e.entity_type = named.entity_type AND e.entity_id = named.entity_id
  WHERE r.sha256 = b.sha256 AND NOT EXISTS (SELECT FROM inbox_answers a WHERE a.event_id = e.id)
    AND (e.status IN ('QUARANTINED', 'WAITING') OR e.action = 'CORRECTION_REQUESTED'
      OR e.status = 'REJECTED' AND e.error_code IN ('ALREADY_VALIDATED', 'DELIVERY_CANCELLED')))`;

/**
 * Deletes the content of photos and signatures that were stored before `before`, but for those of deliveries in dispute.
 * That they were here stays known, so that no node asks for them again, and each event keeps their hash. Gives how many.
 */
export async function deleteOldPictures(database: Database, before: string): Promise<number> {
  let deleted = 0;
  // Those that are gone already stay in the table: a batch goes on where the last one ended, not at the oldest of them.
  let from = '-infinity';
  for (;;) {
    const { rows } = await database.query<{ stored_at: string }>(
      `WITH old AS (
         SELECT b.upload_id, b.stored_at FROM blobs b WHERE b.stored_at < $1 AND b.stored_at >= $3 AND NOT ${IN_DISPUTE}
           AND EXISTS (SELECT FROM blob_pieces p WHERE p.upload_id = b.upload_id) ORDER BY b.stored_at LIMIT $2),
       gone AS (DELETE FROM blob_pieces p USING old WHERE p.upload_id = old.upload_id)
       SELECT stored_at::text FROM old ORDER BY old.stored_at`,
      [before, AT_ONCE, from],
    );
    const last = rows.at(-1);
    if (last === undefined) return deleted;
    deleted += rows.length;
    from = last.stored_at;
  }
}
