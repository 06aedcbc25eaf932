/** What goods had been taken from a lot, and are not back yet. */
export interface TakenFromLot {
  lot_id: string;
  quantity: number;
  /** How much of a shortfall is still open, where it is the shortfall lot; null for a lot of real goods. */
  open_shortfall: number | null;
}

export interface PutBack {
  lot_id: string;
  quantity: number;
}

/**
 * Puts goods back into the lots that they came from, given in the order in which they were taken: the last taken come
 * first, and what had been booked as a shortfall closes it, as far as it is open. A shortfall that a receipt has settled
 * meanwhile took its goods from newer lots: `fallback`, the newest of them, gets those.
 */
export function putBack(taken: TakenFromLot[], quantity: number, fallback: string | null): PutBack[] {
  const parts: PutBack[] = [];
  let open = quantity;
  const give = (lot_id: string, room: number) => {
    const part = Math.min(room, open);
    if (part > 0) parts.push({ lot_id, quantity: part });
    open -= Math.max(0, part);
  };
  const shortfallFirst = taken.toReversed().sort((a, b) => Number(isShortfall(b)) - Number(isShortfall(a)));
  for (const lot of shortfallFirst) give(lot.lot_id, Math.min(lot.quantity, lot.open_shortfall ?? lot.quantity));
  if (open > 0 && fallback !== null) give(fallback, open);
  return parts;
}

const isShortfall = ({ open_shortfall }: TakenFromLot): boolean => open_shortfall !== null;
