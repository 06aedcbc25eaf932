import type { StockPaper, Transfer } from '#shared/contract/hq/stock.ts';
import type { Transaction } from '../database.ts';

/** The columns of `transfers tf`. */
export const TRANSFER = `tf.id, tf.depot_id, tf.to_depot_id, tf.product_id, tf.lot_number, tf.produced_at, tf.expires_at,
  tf.quantity, CASE WHEN tf.received_at IS NULL THEN 'IN_TRANSIT' ELSE 'RECEIVED' END AS state, tf.reason, tf.sent_by,
  tf.sent_at, tf.received_quantity, tf.received_reason, tf.received_by, tf.received_at`;

export async function insertStockPaper(tx: Transaction, paper: StockPaper): Promise<void> {
  await tx.query(
    `INSERT INTO stock_papers (id, kind, lot_id, quantity, difference, reason, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      paper.id,
      paper.kind,
      paper.lot_id,
      paper.quantity,
      paper.difference,
      paper.reason,
      paper.created_by,
      paper.created_at,
    ],
  );
}

export async function insertTransfer(tx: Transaction, transfer: Transfer): Promise<void> {
  await tx.query(
    `INSERT INTO transfers (id, depot_id, to_depot_id, product_id, lot_number, produced_at, expires_at, quantity, reason,
       sent_by, sent_at)
     SELECT id, depot_id, to_depot_id, product_id, lot_number, produced_at, expires_at, quantity, reason, sent_by, sent_at
     FROM json_to_record($1::json) AS r (id uuid, depot_id integer, to_depot_id integer, product_id integer,
       lot_number text, produced_at date, expires_at date, quantity integer, reason text, sent_by integer,
       sent_at timestamptz)`,
    [JSON.stringify(transfer)],
  );
}
