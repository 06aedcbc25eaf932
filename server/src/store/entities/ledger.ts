import type { LedgerEntry } from '#shared/domain/ledger.ts';
import type { Transaction } from '../database.ts';

/** What was collected at deliveries, by their ids. */
export async function loadCollected(tx: Transaction, deliveryIds: string[]): Promise<Map<string, number>> {
  if (deliveryIds.length === 0) return new Map();
  const { rows } = await tx.query<{ source_id: string; collected: number }>(
    `SELECT source_id, -amount AS collected FROM ledger WHERE kind = 'COLLECTED' AND source_id = ANY ($1::uuid[])`,
    [deliveryIds],
  );
  return new Map(rows.map(({ source_id, collected }) => [source_id, collected]));
}

/** Books, and adds to the balances of the clients, which are locked. */
export async function writeLedger(tx: Transaction, entries: LedgerEntry[], now: string): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `WITH rows AS (
       SELECT * FROM json_to_recordset($1::json) AS r (kind text, source_id uuid, client_id uuid, amount bigint)
     ), booked AS (
       INSERT INTO ledger (kind, source_id, client_id, amount, booked_at)
       SELECT kind, source_id, client_id, amount, $2::timestamptz FROM rows
     )
     UPDATE clients c SET balance = c.balance + r.amount, balance_as_of = $2::timestamptz
     FROM (SELECT client_id, sum(amount)::bigint AS amount FROM rows GROUP BY client_id HAVING sum(amount) <> 0) r
     WHERE c.id = r.client_id`,
    [JSON.stringify(entries), now],
  );
}
