import type { AuditStep } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';

/** The columns of `audit_steps st`. */
export const AUDIT_STEP = `st.number, st.id, st.event_id, st.device_id, st.user_id, st.action, st.entity_type, st.entity_id,
  st.occurred_at, st.context, st.payload_hash`;

/** A device that says a step twice has taken it once. */
export async function insertAuditSteps(tx: Transaction, steps: AuditStep[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.query(
    `INSERT INTO audit_steps (id, event_id, device_id, user_id, action, entity_type, entity_id, occurred_at, context,
       payload_hash)
     SELECT id, event_id, device_id, user_id, action, entity_type, entity_id, occurred_at, context, payload_hash
     FROM ROWS FROM (json_to_recordset($1::json) AS (id uuid, event_id uuid, device_id uuid, user_id integer, action text,
       entity_type text, entity_id text, occurred_at timestamptz, context jsonb, payload_hash text)) WITH ORDINALITY
       AS r (id, event_id, device_id, user_id, action, entity_type, entity_id, occurred_at, context, payload_hash, place)
     ORDER BY place
     ON CONFLICT (id, device_id) DO NOTHING`,
    [JSON.stringify(steps)],
  );
}
