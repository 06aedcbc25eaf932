import type { Delivery } from '#shared/contract/entities.ts';
import type { Facts } from './facts.ts';

/**
 * Where an invoice in cash names a delivery, its money is what was collected there: gives both amounts, in centimes,
 * where they differ. Null too while only one of the two has come.
 */
export function cashDifference(
  { id, status }: Pick<Delivery, 'id' | 'status'>,
  { invoicedDeliveries, collected }: Pick<Facts, 'invoicedDeliveries' | 'collected'>,
): { delivery_id: string; invoiced: number; collected: number } | null {
  const invoice = invoicedDeliveries.get(id);
  if (invoice?.payment !== 'CASH' || (status !== 'VALIDATED' && status !== 'PARTIAL')) return null;
  const cash = collected.get(id) ?? 0;
  return cash === invoice.total_ttc ? null : { delivery_id: id, invoiced: invoice.total_ttc, collected: cash };
}
