import type { MissingEvents, TourGoods, Tour as TourRecord } from '#shared/contract/tour.ts';

/** Of one product what was loaded, expected back and counted; null where HQ says nothing of it. */
export interface SettledGoods {
  productId: number;
  loaded: number;
  expected: number | null;
  counted: number | null;
  difference: number | null;
}

type Figures = Pick<TourRecord, 'loaded' | 'expected' | 'counted' | 'differences'>;

/** A tour's goods, product by product, its lots together: what differs stands first. */
export function settledGoods({ loaded, expected, counted, differences }: Figures): SettledGoods[] {
  const sums = [loaded, expected?.goods, counted?.goods, differences?.goods].map(byProduct);
  const ids = [...new Set(sums.flatMap((sum) => [...(sum?.keys() ?? [])]))];
  const of = (place: number, id: number): number | null => (sums[place] ? (sums[place].get(id) ?? 0) : null);
  return ids
    .map((productId) => ({
      productId,
      loaded: of(0, productId) ?? 0,
      expected: of(1, productId),
      counted: of(2, productId),
      difference: of(3, productId),
    }))
    .sort((a, b) => Number(!a.difference) - Number(!b.difference) || a.productId - b.productId);
}

function byProduct(goods: TourGoods[] | null | undefined): Map<number, number> | null {
  if (!goods) return null;
  const sums = new Map<number, number>();
  for (const { product_id, quantity } of goods) sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
  return sums;
}

/** How many products came back otherwise than expected. */
export const differingProducts = (figures: Figures): number =>
  settledGoods(figures).filter(({ difference }) => difference !== null && difference !== 0).length;

export const countOf = ({ ranges }: Pick<MissingEvents, 'ranges'>): number =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);

/** What is too much is said to be so: beside a minus, a bare figure could be either. */
export const withSign = (difference: number, text: string): string => (difference > 0 ? `\u200E+${text}` : text);

/** The numbers that are waited for, as people read them out: `41–43, 47`. */
export const numbersOf = ({ ranges }: Pick<MissingEvents, 'ranges'>): string =>
  ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
