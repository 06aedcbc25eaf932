import type { Alert } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';

/** Of a subject there is one alert a kind: found again, it takes the newest evidence and stays when it was, and seen. */
export async function writeAlerts(tx: Transaction, alerts: Alert[], now: string): Promise<void> {
  if (alerts.length === 0) return;
  await tx.query(
    `INSERT INTO alerts (id, kind, depot_id, device_id, event_id, details, created_at, user_id, subject)
     SELECT id, kind, depot_id, device_id, event_id, details, $2, user_id, subject
     FROM json_to_recordset($1::json) AS r (id uuid, kind text, depot_id integer, device_id uuid, event_id uuid,
       details jsonb, user_id integer, subject text)
     ORDER BY kind, subject
     ON CONFLICT (kind, subject) WHERE subject IS NOT NULL DO UPDATE SET details = excluded.details`,
    [JSON.stringify(alerts), now],
  );
}
