import type { Delivery, DeliveryLine } from '#shared/contract/entities.ts';
import { type Totals, totalsOf } from './totals.ts';

/**
 * What a delivery note comes to, in centimes: the goods that were handed over, and all that was ordered where nothing says
 * otherwise. The one total of a note, on the form, after it, and where the server compares it with the cash.
 */
export const noteTotals = (lines: DeliveryLine[]): Totals =>
  totalsOf(
    lines.map((line) => ({ ...line, quantity: line.delivered ?? line.quantity })),
    null,
  );

/**
 * What was handed over is worth, in centimes; a delivery's own totals are those of what was ordered. Null where nothing
 * has been handed over: before the delivery, and where it failed or was cancelled.
 */
export const deliveredTotals = ({ status, lines }: Pick<Delivery, 'status' | 'lines'>): Totals | null =>
  status === 'VALIDATED' || status === 'PARTIAL' ? noteTotals(lines) : null;
