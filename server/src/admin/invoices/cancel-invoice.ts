import type { Invoice } from '#shared/contract/entities.ts';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { entriesOfCancelledInvoice } from '#shared/domain/ledger.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import type { Transaction } from '../../store/database.ts';
import { writeLedger } from '../../store/entities/ledger.ts';
import { type Acted, acted, changedBy, unchanged } from '../acts/act.ts';
import { holdClosedThrough, isClosed } from '../closing/closed-months.ts';
import { freeNotes, lockInvoice } from './locked-invoice.ts';
import { invoiceChanges } from './tell-invoice.ts';

/**
 * Takes an invoice back as if it had not been made; its number stays, and is shown as cancelled. Its deliveries may be
 * invoiced again. What has credit notes, or moved goods itself, is credited instead.
 */
export async function cancelInvoice(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  { id, reason }: { id: string; reason: string },
): Promise<Result<Acted<Invoice>, RequestError>> {
  const closedThrough = await holdClosedThrough(tx);
  const locked = await lockInvoice(tx, id);
  if (!locked.ok) return locked;
  const { invoice, earlier } = locked.value;
  if (invoice.cancelled_at) return unchanged(invoice);
  if (isClosed(closedThrough, invoice.created_at)) {
    return because(
      'MONTH_CLOSED',
      'CONFLICT',
      `${invoice.reference} is of a closed month: make a credit note, which is of today.`,
    );
  }
  if (earlier.length > 0) {
    return because(
      'HAS_CREDIT_NOTES',
      'CONFLICT',
      `${invoice.reference} has credit notes: credit what is left of it instead.`,
    );
  }
  if (await movedGoods(tx, id)) {
    return because(
      'GOODS_LEFT',
      'CONFLICT',
      `The goods of ${invoice.reference} left with it: make a credit note, which says whether they came back.`,
    );
  }
  const cancelled: Invoice = { ...invoice, cancelled_at: isoTime(deps.clock.now()) };
  await tx.query(
    `UPDATE invoices SET cancelled_at = $2, cancelled_by = $3, cancel_reason = $4, is_live = false WHERE id = $1`,
    [id, cancelled.cancelled_at, userId, reason],
  );
  await freeNotes(tx, id);
  await writeLedger(tx, entriesOfCancelledInvoice(invoice), isoTime(deps.clock.now()));
  await appendChanges(tx, await invoiceChanges(tx, deps, cancelled));
  return acted(cancelled, changedBy({ what: 'INVOICE_CANCELLED', type: 'INVOICE' }, invoice, cancelled, reason));
}

async function movedGoods(tx: Transaction, invoiceId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT FROM events e JOIN stock_moves m ON m.event_id = e.id
     WHERE e.entity_id = $1::text AND e.action = 'INVOICE_CREATED' LIMIT 1`,
    [invoiceId],
  );
  return rowCount === 1;
}
