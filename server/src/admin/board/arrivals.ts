import type { ArrivalBoard, ArrivalRecord } from '#shared/contract/hq/board.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { JournalRun } from '#shared/contract/sync.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { arrivalOf } from '#shared/domain/journal-arrival.ts';
import type { Queryable } from '../../store/database.ts';

interface Heard extends Omit<ArrivalRecord, 'last_said' | 'missing'> {
  runs: JournalRun[];
  made: number | null;
  said_at: string | null;
}

/**
 * The phones of a day (seen since it began, or of somebody who has deliveries on it), with what of their journals has
 * arrived: from each journal's own row and two events, however long it is.
 */
export async function arrivalBoard(
  database: Queryable,
  { day, depotId }: { day: string; depotId: number | null },
): Promise<ArrivalBoard> {
  const { rows } = await database.query<Heard>(
    `WITH tours AS (
       SELECT driver_user_id, count(*) FILTER (WHERE status IN ('PENDING', 'FAILED'))::integer AS open
       FROM deliveries WHERE planned_for = $1::date GROUP BY driver_user_id
     )
     SELECT d.id AS depot_id, d.name AS depot_name, u.id AS user_id, u.name AS user_name, dv.id AS device_id,
       dv.name AS device_name, coalesce(j.complete_up_to, 0) AS complete_up_to, j.checksum, coalesce(j.runs, '[]') AS runs,
       c.made, c.said_at, greatest(c.said_at, newest.stored_at) AS as_of, above.stored_at AS missing_since,
       coalesce(t.open, 0) AS open_deliveries
     FROM devices dv JOIN users u ON u.id = dv.user_id JOIN depots d ON d.id = u.depot_id
       LEFT JOIN tours t ON t.driver_user_id = u.id
       LEFT JOIN journals j ON j.device_id = dv.id LEFT JOIN device_claims c ON c.device_id = dv.id
       LEFT JOIN LATERAL (SELECT e.stored_at FROM events e WHERE e.device_id = dv.id
         AND e.seq = coalesce((j.runs -> -1 ->> 'to')::integer, j.complete_up_to) LIMIT 1) newest ON true
       LEFT JOIN LATERAL (SELECT e.stored_at FROM events e WHERE e.device_id = dv.id
         AND e.seq = (j.runs -> 0 ->> 'from')::integer LIMIT 1) above ON true
     WHERE dv.is_active AND ($3::integer IS NULL OR u.depot_id = $3)
       AND (t.driver_user_id IS NOT NULL OR dv.last_seen_at >= $2 OR c.said_at >= $2 OR newest.stored_at >= $2)
     ORDER BY d.code, u.name, dv.registered_at, dv.id LIMIT $4`,
    [day, startOfDay(day), depotId, LIMITS.boardPhones],
  );
  return { day, items: rows.map(recordOf) };
}

function recordOf({ runs, made, said_at, missing_since, ...heard }: Heard): ArrivalRecord {
  const { last_said, missing } = arrivalOf({ complete_up_to: heard.complete_up_to, runs, made });
  return {
    ...heard,
    last_said,
    missing: missing.slice(0, LIMITS.checkpointRuns),
    missing_since: missing.length === 0 ? null : (missing_since ?? said_at),
  };
}
