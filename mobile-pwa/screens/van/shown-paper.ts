import type { TourCounted } from '#shared/contract/tour-events.ts';
import type { ShownEvent } from '#shared/domain/tour/shown-event.ts';
import { readTourId } from '#shared/domain/tour/tour-id.ts';

/** A loading or a count, as its driver reads it before signing. */
export interface TourPaper {
  event_id: string;
  tour_id: string;
  checksum: string;
  action: 'VAN_LOADED' | 'TOUR_COUNTED';
  at: string;
  goods: PaperGoods[];
  /** Centimes, and cheques; null in a loading. */
  cash: number | null;
  cheques: { bank: string; number: string; amount: number }[];
  empties: { kind: 'CRATE' | 'PALLET' | 'OTHER'; given: number; taken_back: number }[];
}

export interface PaperGoods {
  product_id: number;
  lot_number: string | null;
  condition: TourCounted['lines'][number]['condition'] | null;
  quantity: number;
}

export type ReadPaper = { kind: 'paper'; paper: TourPaper } | { kind: 'refused'; why: 'not_yours' | 'unreadable' };

/** What a code of the depot's shows to a driver. It comes from another phone, so that nothing of it is taken for granted. */
export function paperOf(event: ShownEvent | null, driverId: number): ReadPaper {
  const action = event?.action;
  if (event === null || event.entity_type !== 'TOUR' || (action !== 'VAN_LOADED' && action !== 'TOUR_COUNTED'))
    return { kind: 'refused', why: 'unreadable' };
  if (readTourId(event.entity_id)?.driver_user_id !== driverId) return { kind: 'refused', why: 'not_yours' };
  const { lines, cash_counted, cheques = [], empties = [] } = event.payload as Record<string, unknown>;
  const goods = listOf(lines, goodsIn);
  const paid = listOf(cheques, chequeIn);
  const crates = listOf(empties, emptiesIn);
  const isCash = action === 'VAN_LOADED' || Number.isSafeInteger(cash_counted);
  if (goods === null || paid === null || crates === null || !isCash) return { kind: 'refused', why: 'unreadable' };
  const { id: event_id, entity_id: tour_id, checksum, occurred_at: at } = event;
  const cash = action === 'VAN_LOADED' ? null : Number(cash_counted);
  return {
    kind: 'paper',
    paper: { ...{ event_id, tour_id, checksum, action, at, goods, cash }, cheques: paid, empties: crates },
  };
}

/** Each part as it is read; null where one of them cannot be. */
function listOf<T>(parts: unknown, read: (part: Record<string, unknown>) => T | null): T[] | null {
  if (!Array.isArray(parts)) return null;
  const known: (T | null)[] = parts.map((part) => (typeof part === 'object' && part !== null ? read(part) : null));
  return known.every((part) => part !== null) ? known : null;
}

const CONDITIONS = ['GOOD', 'BROKEN', 'EXPIRED'] as const;
const KINDS = ['CRATE', 'PALLET', 'OTHER'] as const;

function goodsIn({
  product_id,
  quantity,
  lot_number = null,
  condition = null,
}: Record<string, unknown>): PaperGoods | null {
  if (!Number.isSafeInteger(product_id) || !Number.isSafeInteger(quantity)) return null;
  if (lot_number !== null && typeof lot_number !== 'string') return null;
  const known = CONDITIONS.find((each) => each === condition) ?? null;
  if (condition !== null && known === null) return null;
  return { product_id: Number(product_id), quantity: Number(quantity), lot_number, condition: known };
}

function chequeIn({ bank, number, amount }: Record<string, unknown>): TourPaper['cheques'][number] | null {
  if (typeof bank !== 'string' || typeof number !== 'string' || !Number.isSafeInteger(amount)) return null;
  return { bank, number, amount: Number(amount) };
}

function emptiesIn({ kind, given = 0, taken_back = 0 }: Record<string, unknown>): TourPaper['empties'][number] | null {
  const known = KINDS.find((each) => each === kind);
  if (known === undefined || !Number.isSafeInteger(given) || !Number.isSafeInteger(taken_back)) return null;
  return { kind: known, given: Number(given), taken_back: Number(taken_back) };
}
