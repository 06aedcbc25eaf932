import type { Delivery } from '#shared/contract/entities.ts';
import { type Totals, totalsOf } from './totals.ts';

/**
 * What was handed over is worth, in centimes; a delivery's own totals are those of what was ordered. Null where nothing
 * has been handed over: before the delivery, and where it failed or was cancelled.
 */
export function deliveredTotals({ status, lines }: Pick<Delivery, 'status' | 'lines'>): Totals | null {
  if (status !== 'VALIDATED' && status !== 'PARTIAL') return null;
  return totalsOf(
    lines.map((line) => ({ ...line, quantity: line.delivered ?? line.quantity })),
    null,
  );
}
