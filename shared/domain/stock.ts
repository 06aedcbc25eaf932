import type { Lot } from '#shared/contract/entities.ts';
import type { DeliveredLot } from '#shared/contract/events.ts';
import { normaliseCode } from './text.ts';

/**
 * The lot under which a shortfall is booked: its quantity is negative until a receipt or a count explains it. No real lot
 * may bear this name.
 */
export const SHORTFALL_LOT = 'MANQUANT';

export const isShortfallName = (lotNumber: string): boolean => lotNumber.trim().toUpperCase() === SHORTFALL_LOT;

/** A lot as deciding changes it. `state`: what HQ has said of it; nothing: that it is sound. */
export interface LotState extends Omit<Lot, 'expires_at'> {
  /** The last day on which its goods may be handed over; null for the shortfall lot, which holds no goods. */
  expires_at: string | null;
}

export interface StockMove {
  /** The event that moved the goods, or the received lot that settled a shortfall. */
  event_id: string;
  lot_id: string;
  /** Negative: taken. */
  quantity: number;
  /** Its person read the lot on the goods; absent: FIFO says so. */
  is_recorded?: true;
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
  is_recorded?: true;
}

/**
 * Takes a quantity from lots given in FIFO order, which are changed in place. Lots that had expired on `day`
 * (YYYY-MM-DD) are passed over while others have goods; `passedOver` names them. Where only expired goods are left, the
 * driver can have handed over nothing else, so they are taken. Lots that HQ holds back are never taken, and `heldBack`
 * names them. What the lots do not hold is the shortfall: the goods have left, so it is booked, never refused.
 * Lots that were recorded come first, each as far as it has goods: its person read them on what was handed over.
 */
export function takeFifo(
  lots: LotState[],
  quantity: number,
  day: string,
  recorded: readonly DeliveredLot[] = [],
): { taken: TakenPart[]; passedOver: LotState[]; heldBack: LotState[]; shortfall: number } {
  const full = lots.filter(({ remaining_quantity }) => remaining_quantity > 0);
  const heldBack = full.filter(isHeldBack);
  const holding = full.filter((lot) => !isHeldBack(lot));
  const expired = holding.filter((lot) => isExpired(lot, day));
  const sellable = holding.filter((lot) => !isExpired(lot, day));
  const taken: TakenPart[] = [];
  let open = quantity;
  const take = (lot: LotState, most: number): number => {
    const part = Math.min(lot.remaining_quantity, most, open);
    lot.remaining_quantity -= part;
    open -= part;
    return part;
  };
  for (const { lot_number, quantity: said } of recorded) {
    const lot = full.find((one) => normaliseCode(one.lot_number) === normaliseCode(lot_number));
    const part = lot ? take(lot, said) : 0;
    if (lot && part > 0) taken.push({ lot, quantity: part, is_recorded: true });
  }
  for (const lot of [...sellable, ...expired]) {
    const part = take(lot, open);
    if (part > 0) taken.push({ lot, quantity: part });
  }
  return { taken, passedOver: expired, heldBack, shortfall: open };
}

/** How much of a received quantity goods that had left before it was booked account for. */
export const settledByReceipt = (received: number, shortfallLot: number): number =>
  Math.max(0, Math.min(received, -shortfallLot));
