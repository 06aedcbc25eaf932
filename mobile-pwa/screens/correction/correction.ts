import type { Entered } from '#shared/ui/number/typed-number.ts';
import type { DeliveryDetails, DeliveryRecord } from '../../store/views.ts';

/** What should stand instead of what was recorded, as it is filled in. */
export interface Correction {
  reason: string;
  lines: CorrectedLine[];
  cash: Entered;
}
export interface CorrectedLine {
  product_id: number;
  ordered: number;
  delivered: Entered;
}

/** As it was recorded, until its author says otherwise. Two lines of one product are one here, as on the wire. */
export function asRecorded({ lines, said, cash }: DeliveryRecord): Correction {
  const told = said !== null && !('reason' in said) ? ((said as Partial<DeliveryDetails>).lines ?? null) : [];
  const ordered = new Map<number, number>();
  for (const { product_id, quantity } of lines ?? [])
    ordered.set(product_id, (ordered.get(product_id) ?? 0) + quantity);
  const deliveredOf = (product: number, quantity: number) =>
    told === null ? quantity : (told.find(({ product_id }) => product_id === product)?.delivered ?? 0);
  return {
    reason: '',
    lines: [...ordered].map(([product_id, quantity]) => ({
      product_id,
      ordered: quantity,
      delivered: deliveredOf(product_id, quantity),
    })),
    cash,
  };
}

/** For the wire: why, and of what is proposed only what differs from the record. Null where it is not ready. */
export function requestOf(correction: Correction, before: Correction) {
  const reason = correction.reason.trim();
  const lines = correction.lines.map(({ product_id, delivered }) => ({ product_id, delivered }));
  const isWrong = lines.some(({ delivered }) => typeof delivered !== 'number') || typeof correction.cash === 'string';
  if (reason === '' || isWrong) return null;
  const isSame = lines.every(({ delivered }, index) => delivered === before.lines[index]?.delivered);
  const proposed = {
    ...(isSame ? {} : { lines }),
    ...(correction.cash === before.cash ? {} : { cash_collected: correction.cash ?? 0 }),
  };
  return { reason, ...(Object.keys(proposed).length > 0 ? { proposed } : {}) };
}
