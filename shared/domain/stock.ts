/** The lot under which a shortfall is booked: its quantity is negative until a count at the depot explains it. */
export const SHORTFALL_LOT = 'MANQUANT';

export interface LotState {
  id: string;
  depot_id: number;
  product_id: number;
  lot_number: string;
  produced_at: string;
  remaining_quantity: number;
}

export interface StockMove {
  event_id: string;
  lot_id: string;
  /** Negative: taken. */
  quantity: number;
}

/** Oldest first; the lot number decides between lots of one day. */
export const fifoOrder = (a: LotState, b: LotState): number =>
  compare(a.produced_at, b.produced_at) || compare(a.lot_number, b.lot_number);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Takes a quantity from lots given in FIFO order, which are changed in place. What they do not hold is the shortfall:
 * the goods have left, so it is booked, never refused.
 */
export function takeFifo(
  lots: LotState[],
  quantity: number,
): { taken: { lot: LotState; quantity: number }[]; shortfall: number } {
  const taken: { lot: LotState; quantity: number }[] = [];
  let open = quantity;
  for (const lot of lots) {
    if (open === 0) break;
    if (lot.remaining_quantity <= 0) continue;
    const part = Math.min(lot.remaining_quantity, open);
    lot.remaining_quantity -= part;
    open -= part;
    taken.push({ lot, quantity: part });
  }
  return { taken, shortfall: open };
}
