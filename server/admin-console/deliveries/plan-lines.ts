import type { Product } from '#shared/contract/entities.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';

/** A line of a delivery that is being planned. */
export interface PlanLine {
  /** Of the row on the screen. */
  key: number;
  productId: string;
  quantity: Entered;
  price: Entered;
}

export type LineFault = 'product' | 'twice' | 'quantity' | 'price';

/** Why a line cannot be sent; a line in which nothing stands is left out and has no fault. */
export function lineFault(line: PlanLine, lines: readonly PlanLine[]): LineFault | null {
  if (isBlank(line)) return null;
  if (line.productId === '') return 'product';
  if (lines.some((other) => other.key !== line.key && other.productId === line.productId)) return 'twice';
  if (typeof line.quantity !== 'number') return 'quantity';
  return typeof line.price === 'number' ? null : 'price';
}

export const isBlank = ({ productId, quantity }: PlanLine): boolean => productId === '' && quantity === null;

/** The lines as HQ takes them. A product's rate is its own on the day for which it is planned; its price is what was agreed. */
export function linesToSend(lines: readonly PlanLine[], products: ReadonlyMap<number, Product>, day: string) {
  return lines.flatMap(({ productId, quantity, price }) => {
    const product = products.get(Number(productId));
    if (!product || typeof quantity !== 'number' || typeof price !== 'number') return [];
    return [{ product_id: product.id, quantity, unit_price_ht: price, tva_rate: tvaRateOn(product, day) }];
  });
}

/** What they come to so far. */
export const planTotals = (lines: ReturnType<typeof linesToSend>) => totalsOf(lines, null);
