import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveryValidated } from '#shared/contract/events.ts';
import { totalsOf } from '#shared/domain/totals.ts';

export const REFUSAL_REASONS = ['DAMAGED', 'EXPIRED', 'UNWANTED', 'MISSING', 'OTHER'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What the driver has set for one line so far. */
export interface LineEntry {
  delivered: number;
  /** Null until the driver gives one; none need be given. */
  reason: RefusalReason | null;
}

/** Everything as ordered, until the driver says otherwise. Keyed by the line's place: a product may stand on two lines. */
export const asOrdered = (lines: DeliveryLine[]): LineEntry[] =>
  lines.map(({ quantity }) => ({ delivered: quantity, reason: null }));

/**
 * The lines for the wire, left out where all was delivered as ordered. The wire knows products, not lines, so two lines
 * of one product are told as one.
 */
export function deliveredLines(lines: DeliveryLine[], entries: LineEntry[]): DeliveryValidated['lines'] {
  if (lines.every(({ quantity }, index) => entries[index]?.delivered === quantity)) return undefined;
  const byProduct = new Map<number, { product_id: number; delivered: number; reason?: string }>();
  lines.forEach(({ product_id, quantity }, index) => {
    const entry = entries[index] ?? { delivered: quantity, reason: null };
    const line = byProduct.get(product_id) ?? { product_id, delivered: 0 };
    line.delivered += entry.delivered;
    if (entry.delivered < quantity && entry.reason !== null) line.reason = entry.reason;
    byProduct.set(product_id, line);
  });
  return [...byProduct.values()];
}

/** What the goods that were handed over are worth with TVA, in centimes: what there is to collect. */
export const worthOf = (lines: DeliveryLine[], entries: LineEntry[]): number =>
  totalsOf(
    lines.map((line, index) => ({ ...line, quantity: entries[index]?.delivered ?? line.quantity })),
    null,
  ).total_ttc;
