import type { Delivery } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { because } from '../http/because.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { changeAtDepot } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { planTours } from '../store/sync/review-tours.ts';
import { type Acted, acted, changedBy, unchanged } from './acts/act.ts';

/** The number of a delivery's invoice. Behind the delivery's lock, which every invoice of it takes. */
async function liveInvoiceOf(tx: Transaction, deliveryId: string): Promise<string | null> {
  const { rows } = await tx.query<{ reference: string }>(
    `SELECT reference FROM invoices WHERE delivery_id = $1 AND is_live
     UNION ALL SELECT i.reference FROM invoice_notes n JOIN invoices i ON i.id = n.invoice_id
     WHERE n.delivery_id = $1 AND n.is_live`,
    [deliveryId],
  );
  return rows[0]?.reference ?? null;
}

/** Takes a delivery back. What has been delivered stays delivered; what is cancelled already is so. */
export async function cancelDelivery(
  tx: Transaction,
  deps: ServerDeps,
  id: string,
  reason?: string,
): Promise<Result<Acted<Delivery>, RequestError>> {
  const found = await tx.query<Delivery>(
    `SELECT ${columns.DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id
     WHERE dl.id = $1 FOR UPDATE OF dl`,
    [id],
  );
  const delivery = found.rows[0];
  if (!delivery) return refuse('NOT_FOUND', `There is no delivery ${id}.`);
  switch (delivery.status) {
    case 'CANCELLED':
      return unchanged(delivery);
    case 'VALIDATED':
    case 'PARTIAL':
      return because(
        'DELIVERED',
        'CONFLICT',
        `${delivery.reference} has been delivered: it cannot be cancelled any more.`,
      );
    case 'PENDING':
    case 'FAILED': {
      const invoice = await liveInvoiceOf(tx, id);
      if (invoice !== null) {
        return because(
          'INVOICED',
          'CONFLICT',
          `${delivery.reference} is invoiced under ${invoice}: make its credit note first, then cancel the delivery.`,
        );
      }
      await tx.query(`UPDATE deliveries SET status = 'CANCELLED' WHERE id = $1`, [id]);
      const cancelled: Delivery = { ...delivery, status: 'CANCELLED' };
      const subject = { entity_type: 'DELIVERY', entity_id: id, action: 'DELIVERY_CANCELLED' } as const;
      const told = { depotId: delivery.depot_id, users: [delivery.driver_user_id] };
      const tours = await planTours(tx, [{ ...delivery, day: delivery.planned_for }], syncDeps(deps));
      await appendChanges(tx, [changeAtDepot(deps, subject, cancelled, told), ...tours]);
      return acted(cancelled, changedBy({ what: 'DELIVERY_CANCELLED', type: 'DELIVERY' }, delivery, cancelled, reason));
    }
  }
}
