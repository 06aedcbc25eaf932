import type { Entered } from '#shared/ui/number/typed-number.ts';
import type { EntryLine } from './entry-lines.ts';

interface Goods {
  product_id: number;
  quantity: number;
}

/** How much of each product an entry says has left: no more of it can be booked. */
export function mostByProduct(lines: readonly EntryLine[]): Goods[] {
  const sums = new Map<number, number>();
  for (const { product_id, quantity } of lines) sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
  return [...sums].filter(([, quantity]) => quantity > 0).map(([product_id, quantity]) => ({ product_id, quantity }));
}

/** What was filled in, as it is sent; null where a quantity is none, or more than was said. */
export function goodsToBook(most: readonly Goods[], entered: ReadonlyMap<number, Entered>): Goods[] | null {
  const goods: Goods[] = [];
  for (const { product_id, quantity: limit } of most) {
    const quantity = entered.get(product_id) ?? null;
    if (quantity === null || quantity === '' || quantity === 0) continue;
    if (typeof quantity !== 'number' || quantity > limit) return null;
    goods.push({ product_id, quantity });
  }
  return goods;
}

/** The cash that an entry says was taken. */
export function cashIn(payload: unknown): number {
  const cash = (payload as { cash_collected?: unknown } | null)?.cash_collected;
  return Number.isSafeInteger(cash) ? (cash as number) : 0;
}
