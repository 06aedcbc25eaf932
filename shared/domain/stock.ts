import type { Lot } from '#shared/contract/entities.ts';

/**
 * The lot under which a shortfall is booked: its quantity is negative until a receipt or a count explains it. No real lot
 * may bear this name.
 */
export const SHORTFALL_LOT = 'MANQUANT';

export const isShortfallName = (lotNumber: string): boolean => lotNumber.trim().toUpperCase() === SHORTFALL_LOT;

export interface LotState {
  id: string;
  depot_id: number;
  product_id: number;
  lot_number: string;
  produced_at: string;
  /** The last day on which its goods may be handed over; null for the shortfall lot, which holds no goods. */
  expires_at: string | null;
  remaining_quantity: number;
  /** What HQ has said of it; nothing: that it is sound. */
  state?: Lot['state'];
}

export interface StockMove {
  /** The event that moved the goods, or the received lot that settled a shortfall. */
  event_id: string;
  lot_id: string;
  /** Negative: taken. */
  quantity: number;
}

/** Oldest first; the lot number decides between lots of one day. */
export const fifoOrder = (a: LotState, b: LotState): number =>
  compare(a.produced_at, b.produced_at) || compare(a.lot_number, b.lot_number);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const isExpired = (lot: Pick<LotState, 'expires_at'>, day: string): boolean =>
  lot.expires_at !== null && lot.expires_at < day;

/** HQ has blocked or recalled it: nobody hands it over. */
export const isHeldBack = ({ state }: Pick<LotState, 'state'>): boolean => state !== undefined && state !== 'OK';

export interface TakenPart {
  lot: LotState;
  quantity: number;
}

/**
 * Takes a quantity from lots given in FIFO order, which are changed in place. Lots that had expired on `day`
 * (YYYY-MM-DD) are passed over while others have goods; `passedOver` names them. Where only expired goods are left, the
 * driver can have handed over nothing else, so they are taken. Lots that HQ holds back are never taken, and `heldBack`
 * names them. What the lots do not hold is the shortfall: the goods have left, so it is booked, never refused.
 */
export function takeFifo(
  lots: LotState[],
  quantity: number,
  day: string,
): { taken: TakenPart[]; passedOver: LotState[]; heldBack: LotState[]; shortfall: number } {
  const full = lots.filter(({ remaining_quantity }) => remaining_quantity > 0);
  const heldBack = full.filter(isHeldBack);
  const holding = full.filter((lot) => !isHeldBack(lot));
  const expired = holding.filter((lot) => isExpired(lot, day));
  const sellable = holding.filter((lot) => !isExpired(lot, day));
  const taken: TakenPart[] = [];
  let open = quantity;
  for (const lot of [...sellable, ...expired]) {
    if (open === 0) break;
    const part = Math.min(lot.remaining_quantity, open);
    lot.remaining_quantity -= part;
    open -= part;
    taken.push({ lot, quantity: part });
  }
  return { taken, passedOver: expired, heldBack, shortfall: open };
}

/** How much of a received quantity goods that had left before it was booked account for. */
export const settledByReceipt = (received: number, shortfallLot: number): number =>
  Math.max(0, Math.min(received, -shortfallLot));
