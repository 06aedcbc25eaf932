import type { Delivery, DeliveryLine } from '#shared/contract/entities.ts';
import type { PricedLine } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Totals, totalsOf } from './totals.ts';

/** What was handed over of a delivery note, at the prices and rates that stand on it. */
export const deliveredLines = (lines: DeliveryLine[]): PricedLine[] =>
  lines.flatMap(({ product_id, delivered, unit_price_ht, tva_rate }) =>
    delivered ? [{ product_id, quantity: delivered, unit_price_ht, tva_rate }] : [],
  );

/** Whether a delivery note has anything that an invoice could be made of. */
export const isInvoiceable = ({ status, lines }: Pick<Delivery, 'status' | 'lines'>): boolean =>
  (status === 'VALIDATED' || status === 'PARTIAL') && deliveredLines(lines).length > 0;

/**
 * The lines of one invoice for several delivery notes, in their order: a product stands once at each price and rate, so
 * that TVA is rounded once a rate for the whole invoice, as on any other.
 */
export function summaryLines(notes: PricedLine[][]): PricedLine[] {
  const lines = new Map<string, PricedLine>();
  for (const line of notes.flat()) {
    const key = `${line.product_id} ${line.unit_price_ht} ${line.tva_rate}`;
    const before = lines.get(key)?.quantity ?? 0;
    lines.set(key, { ...line, quantity: before + line.quantity });
  }
  return [...lines.values()];
}

/** The notes' goods on account: no money changes hands with this paper, so that it bears no stamp duty. */
export const summaryTotals = (lines: PricedLine[]): Totals => totalsOf(lines, 'CREDIT');

/** Whether the lines keep to the limits of one document: how many they are, and the quantity of each. */
export const fitsOneInvoice = (lines: PricedLine[]): boolean =>
  lines.length <= LIMITS.documentLines && lines.every(({ quantity }) => quantity <= LIMITS.quantity);
