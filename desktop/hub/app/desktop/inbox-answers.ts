import { uuidBlob } from '../../store/blobs.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** What becomes of an entry that needed a hand, once a clerk has seen to it. It stays in the journal as it is. */
export function inboxAnswers(database: HubDatabase) {
  const answer = database.prepare(
    'UPDATE relay_queue SET answered_at = ? WHERE event_id = ? AND error_code IS NOT NULL AND answered_at IS NULL',
  );
  const name = database.prepare<[Buffer], { name: string | null }>(
    `SELECT coalesce(e.body ->> 'reference', d.user_name) AS name
     FROM relay_queue q LEFT JOIN devices d ON d.device_id = q.device_id
       LEFT JOIN entities e ON e.kind = 'deliveries' AND e.key = q.delivery_id
     WHERE q.event_id = ?`,
  );
  return {
    /** False where nothing of that id waits for anybody: a colleague was faster. */
    answer: (eventId: string, now: number): boolean => answer.run(now, uuidBlob(eventId)).changes === 1,
    /** What people call it: its delivery note, else whose it is. */
    nameOf: (eventId: string): string | null => name.get(uuidBlob(eventId))?.name ?? null,
  };
}
