import type { ActAtDepot } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';

/** What clerks did at depots' PCs, among the acts of HQ. */
export async function insertActsAtDepots(tx: Transaction, acts: ActAtDepot[]): Promise<void> {
  if (acts.length === 0) return;
  await tx.query(
    `INSERT INTO acts (at, user_id, user_name, device_id, what, entity_type, entity_id, entity_name, reason)
     SELECT at, user_id, user_name, device_id, what, entity_type, entity_id, entity_name, reason
     FROM json_to_recordset($1::json) AS r (at timestamptz, user_id integer, user_name text, device_id uuid, what text,
       entity_type text, entity_id text, entity_name text, reason text)`,
    [JSON.stringify(acts)],
  );
}
