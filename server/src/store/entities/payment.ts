import type { PaymentRecord } from '#shared/contract/entities.ts';
import type { Transaction } from '../database.ts';

/** The columns of `payments pm`. */
export const PAYMENT = `pm.id, pm.client_id, pm.amount, pm.method, pm.delivery_id, pm.invoice_id, pm.user_id,
  pm.collected_at, pm.cheque, pm.received_from, pm.depot_id, pm.cancelled_at, pm.cancel_reason`;

/** Which of these are there. */
export async function loadPayments(tx: Transaction, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM payments WHERE id = ANY ($1::uuid[])', [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** The clients of invoices and deliveries, by the paper's id. */
export async function loadPapers(tx: Transaction, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; client_id: string }>(
    `SELECT id, client_id FROM invoices WHERE id = ANY ($1::uuid[])
     UNION ALL SELECT id, client_id FROM deliveries WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, client_id }) => [id, client_id]));
}

export async function insertPayments(tx: Transaction, payments: PaymentRecord[]): Promise<void> {
  if (payments.length === 0) return;
  await tx.query(
    `INSERT INTO payments (id, client_id, depot_id, user_id, amount, method, delivery_id, invoice_id, cheque,
       received_from, collected_at)
     SELECT id, client_id, depot_id, user_id, amount, method, delivery_id, invoice_id, cheque, received_from, collected_at
     FROM json_to_recordset($1::json) AS r (id uuid, client_id uuid, depot_id integer, user_id integer, amount bigint,
       method text, delivery_id uuid, invoice_id uuid, cheque jsonb, received_from text, collected_at timestamptz)`,
    [JSON.stringify(payments)],
  );
}
