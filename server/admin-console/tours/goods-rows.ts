import type { Tour, TourGoods } from '#shared/contract/tour.ts';

/** A product of a tour, by its lot where lots are known: null where nobody has said yet. */
export interface GoodsRow {
  key: string;
  productId: number;
  lot: string | null;
  loaded: number | null;
  expected: number | null;
  counted: number | null;
  differs: number | null;
}

const keyOf = ({ product_id, lot_number }: TourGoods): string => `${product_id} ${lot_number ?? ''}`;

/** Loaded, expected, counted and different, side by side. */
export function goodsRows({ loaded, expected, counted, differences }: Tour): GoodsRow[] {
  const rows = new Map<string, GoodsRow>();
  const put = (goods: readonly TourGoods[], name: 'loaded' | 'expected' | 'counted' | 'differs') => {
    for (const item of goods) {
      const key = keyOf(item);
      const blank = { loaded: null, expected: null, counted: null, differs: null };
      const row = rows.get(key) ?? { key, productId: item.product_id, lot: item.lot_number, ...blank };
      rows.set(key, { ...row, [name]: item.quantity });
    }
  };
  put(loaded, 'loaded');
  put(expected?.goods ?? [], 'expected');
  put(counted?.goods ?? [], 'counted');
  put(differences?.goods ?? [], 'differs');
  return [...rows.values()];
}
