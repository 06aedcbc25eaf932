import type { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import type { Credited } from '#shared/domain/credit-note.ts';
import type { Transaction } from '../database.ts';

/** The columns of `credit_notes cn`, beside `invoices i` and `clients c`. */
export const CREDIT_NOTE = `cn.id, cn.reference, cn.invoice_id, i.reference AS invoice_reference, cn.depot_id,
  cn.client_id, c.name AS client_name, cn.lines, cn.by_rate, cn.total_ht, cn.total_tva, cn.total_ttc, cn.goods_back,
  cn.reason, cn.created_by, cn.created_at`;

/** The credit notes of an invoice. Behind its lock. */
export async function loadCredited(tx: Transaction, invoiceId: string): Promise<Credited[]> {
  const { rows } = await tx.query<Credited>(
    'SELECT lines, by_rate FROM credit_notes WHERE invoice_id = $1 ORDER BY created_at, id',
    [invoiceId],
  );
  return rows;
}

/** Keeps a note, and what is left of its invoice. */
export async function insertCreditNote(tx: Transaction, note: CreditNote, isWhole: boolean): Promise<void> {
  await tx.query(
    `INSERT INTO credit_notes (id, reference, invoice_id, depot_id, client_id, lines, by_rate, total_ht, total_tva,
       total_ttc, goods_back, reason, created_by, created_at)
     SELECT id, reference, invoice_id, depot_id, client_id, lines, by_rate, total_ht, total_tva,
       total_ttc, goods_back, reason, created_by, created_at
     FROM json_to_record($1::json) AS r (id uuid, reference text, invoice_id uuid, depot_id integer, client_id uuid,
       lines jsonb, by_rate jsonb, total_ht bigint, total_tva bigint, total_ttc bigint, goods_back boolean,
       reason text, created_by integer, created_at timestamptz)`,
    [JSON.stringify(note)],
  );
  await tx.query('UPDATE invoices SET credited_ttc = credited_ttc + $2, is_live = is_live AND NOT $3 WHERE id = $1', [
    note.invoice_id,
    note.total_ttc,
    isWhole,
  ]);
}
