/** Goods into or out of a lot. */
export interface LotMove {
  lot_id: string;
  /** Negative: taken. */
  quantity: number;
}

/**
 * Goods that arrive in a lot. Goods that had left before (the depot's open shortfall) are taken out of them again: what
 * the shortfall lot gains the lot loses.
 */
export function arrival(
  lotId: string,
  quantity: number,
  shortfall: { id: string; remaining_quantity: number } | null,
): LotMove[] {
  if (quantity === 0) return [];
  const arrived = { lot_id: lotId, quantity };
  const settled = shortfall === null ? 0 : Math.min(quantity, Math.max(0, -shortfall.remaining_quantity));
  if (shortfall === null || settled === 0) return [arrived];
  return [arrived, { lot_id: lotId, quantity: -settled }, { lot_id: shortfall.id, quantity: settled }];
}
