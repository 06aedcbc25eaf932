import type { TourGoods } from '#shared/contract/tour.ts';
import { normaliseCode } from '../text.ts';

/** Goods that moved: onto the van, or below zero, off it. */
export type GoodsLine = TourGoods;

/** Products of which some line names no lot: of these lots cannot be told apart. */
export const withoutLots = (lines: readonly GoodsLine[]): Set<number> =>
  new Set(lines.filter(({ lot_number }) => lot_number === null).map(({ product_id }) => product_id));

/** The sums of lines, by product and lot, in an order that does not hang on theirs. */
export function sumGoods(lines: readonly GoodsLine[], lotless: ReadonlySet<number>): TourGoods[] {
  const sums = new Map<string, TourGoods>();
  for (const line of lines) {
    const { product_id } = line;
    const lot_number = lotless.has(product_id) ? null : line.lot_number;
    const key = `${product_id}:${lot_number === null ? '' : normaliseCode(lot_number)}`;
    const sum = sums.get(key);
    // Of two spellings of one lot always the same one.
    const spelled = sum?.lot_number && lot_number !== null && sum.lot_number < lot_number ? sum.lot_number : lot_number;
    sums.set(key, { product_id, lot_number: spelled, quantity: (sum?.quantity ?? 0) + line.quantity });
  }
  return [...sums.values()].sort(byProductAndLot);
}

function byProductAndLot(a: TourGoods, b: TourGoods): number {
  const [lotA, lotB] = [a.lot_number ?? '', b.lot_number ?? ''];
  return a.product_id - b.product_id || (lotA < lotB ? -1 : lotA > lotB ? 1 : 0);
}

/** The same goods, the other way. */
export const minus = (line: GoodsLine): GoodsLine => ({ ...line, quantity: -line.quantity });

/** What is counted less what is expected, where that is not the same. */
export const goodsDifferences = (
  expected: readonly GoodsLine[],
  counted: readonly GoodsLine[],
  lotless: ReadonlySet<number>,
): TourGoods[] => sumGoods([...counted, ...expected.map(minus)], lotless).filter(({ quantity }) => quantity !== 0);
