/** Goods into or out of a lot. */
export interface LotMove {
  lot_id: string;
  /** Negative: taken. */
  quantity: number;
}
