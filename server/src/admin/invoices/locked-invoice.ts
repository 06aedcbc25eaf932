import type { Client, Invoice } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Credited } from '#shared/domain/credit-note.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { loadCredited } from '../../store/entities/credit-note.ts';
import { readClients } from '../create-clients.ts';

export interface LockedInvoice {
  invoice: Invoice;
  client: Client;
  /** Its credit notes so far. */
  earlier: Credited[];
}

/**
 * An invoice that is to be cancelled or credited, locked with what goes with it, in the order of every decision: the
 * deliveries that it names, which may be invoiced anew, its client, and itself.
 */
export async function lockInvoice(tx: Transaction, id: string): Promise<Result<LockedInvoice, RequestError>> {
  const known = await tx.query<Pick<Invoice, 'client_id' | 'delivery_id'>>(
    'SELECT client_id, delivery_id FROM invoices WHERE id = $1',
    [id],
  );
  const paper = known.rows[0];
  if (!paper) return refuse('NOT_FOUND', `There is no invoice ${id}.`);
  await tx.query(
    `SELECT FROM deliveries WHERE id = $1 OR id IN (SELECT delivery_id FROM invoice_notes WHERE invoice_id = $2)
     ORDER BY id FOR UPDATE`,
    [paper.delivery_id, id],
  );
  const [client] = await readClients(tx, [paper.client_id]);
  const locked = await tx.query<Invoice>(`SELECT ${columns.INVOICE} FROM invoices i WHERE i.id = $1 FOR UPDATE`, [id]);
  const invoice = locked.rows[0];
  if (!invoice || !client) return refuse('NOT_FOUND', `There is no invoice ${id}.`);
  return ok({ invoice, client, earlier: await loadCredited(tx, id) });
}

/** What it sums up may be invoiced anew once nothing of it is owed. Behind its lock. */
export async function freeNotes(tx: Transaction, invoiceId: string): Promise<void> {
  await tx.query('UPDATE invoice_notes SET is_live = false WHERE invoice_id = $1 AND is_live', [invoiceId]);
}
