import type { DecidedDelivery, Plan } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';
import type { ScopeQuery } from './scope-query.ts';

/** The columns of `deliveries dl`, beside `clients c`. */
export const DELIVERY = `dl.id, dl.reference, dl.depot_id, dl.driver_user_id, dl.client_id, c.name AS client_name,
  dl.planned_for, dl.status, dl.lines, dl.total_ht, dl.total_tva, dl.total_ttc, dl.validated_at, dl.validated_by,
  dl.qr_payload, dl.external_id, dl.cheque, dl.empties`;

/**
 * A hub's depot's, or a driver's own; those that are done or cancelled leave a scope some days after their day, open ones (a
 * failure is not final) never do. A depot's crew sees whatever is pending there.
 */
export const deliveryScope: ScopeQuery = {
  sql: `SELECT dl.id::text AS key, ${DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id
        WHERE (($3::integer IS NULL OR dl.depot_id = $3) AND ($4::integer IS NULL OR dl.driver_user_id = $4)
            AND (dl.planned_for >= $5::date OR dl.status IN ('PENDING', 'FAILED'))
          OR dl.depot_id = $6 AND dl.status = 'PENDING')
          AND dl.id > coalesce(nullif($1, '')::uuid, '00000000-0000-0000-0000-000000000000')
        ORDER BY dl.id LIMIT $2`,
  params: ({ hub, userId, depotId, workDepotId, sinceDay }) => [
    hub ? depotId : null,
    hub ? null : userId,
    sinceDay,
    workDepotId,
  ],
};

/** How many there are, of ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day, $5 a crew's depot). */
export const DELIVERIES_IN_SCOPE = `SELECT count(*) FROM deliveries WHERE (($2::integer IS NULL OR depot_id = $2)
    AND ($3::integer IS NULL OR driver_user_id = $3) AND (planned_for >= $4::date OR status IN ('PENDING', 'FAILED'))
    OR depot_id = $5 AND status = 'PENDING')`;

/** Deliveries as deciding changes them, locked. */
export async function lockDeliveries(tx: Transaction, ids: string[]): Promise<Map<string, DecidedDelivery>> {
  if (ids.length === 0) return new Map();
  const locked = tx.query('SELECT FROM deliveries WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  const read = tx.query<DecidedDelivery>(
    `SELECT ${DELIVERY}, v.name AS validated_by_name
     FROM deliveries dl JOIN clients c ON c.id = dl.client_id LEFT JOIN users v ON v.id = dl.validated_by
     WHERE dl.id = ANY ($1::uuid[])`,
    [ids],
  );
  const [, { rows }] = await pipelined(locked, read);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function writeDeliveries(tx: Transaction, plan: Plan): Promise<void> {
  if (plan.deliveries.size === 0) return;
  const rows = [...plan.deliveries.values()].map(({ delivery, event_id }) => ({
    id: delivery.id,
    status: delivery.status,
    lines: delivery.lines,
    cheque: delivery.cheque,
    empties: delivery.empties,
    validated_at: delivery.validated_at,
    validated_by: delivery.validated_by,
    validated_event: delivery.validated_at === null ? null : event_id,
  }));
  await tx.query(
    `UPDATE deliveries d SET status = r.status, lines = r.lines, validated_at = r.validated_at,
       validated_by = r.validated_by, validated_event = r.validated_event, cheque = r.cheque, empties = r.empties
     FROM json_to_recordset($1::json) AS r (id uuid, status text, lines jsonb, validated_at timestamptz,
       validated_by integer, validated_event uuid, cheque jsonb, empties jsonb)
     WHERE d.id = r.id`,
    [JSON.stringify(rows)],
  );
}
