import { DAY_MS } from '#shared/contract/durations.ts';
import type { DeliveryLine, DeliveryStatus } from '#shared/contract/entities.ts';
import type { InvoiceCreated, PricedLine } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type Buyer, pricesFor } from '../price-for.ts';
import { datedRateOn } from '../tva-rate.ts';
import type { ProductFact, Terms } from './facts.ts';

export interface RateClaim {
  product_id: number;
  claimed: number;
  booked: number;
}

export interface OddPrice {
  product_id: number;
  signed: number;
  /** The valid price that lies nearest. */
  nearest: number;
}

/** What stands on a delivery note beside what stands on its invoice. */
export interface NoteDifference {
  product_id: number;
  delivered: number;
  invoiced: number;
}

/** By what lines are judged: for whom, and on which day they were recorded. */
export interface Review {
  products: ReadonlyMap<number, ProductFact>;
  tolerancePercent: number;
  buyer: Buyer;
  day: string;
}

/**
 * The lines of an invoice as the server books them. A rate is the law's: where a dated one has begun, it is that of the
 * day; one that the product did not have then, and that its delivery note does not bear either, becomes the product's own. A price is the seller's: it stands as signed,
 * and is told to HQ where it lies further than the tolerance from every price that was valid lately for this client.
 */
export function reviewLines(
  lines: InvoiceCreated['lines'],
  note: DeliveryLine[],
  { products, tolerancePercent, buyer, day }: Review,
): { booked: PricedLine[]; rates: RateClaim[]; prices: OddPrice[]; offSale: number[] } {
  const rates: RateClaim[] = [];
  const prices: OddPrice[] = [];
  const offSale = new Set<number>();
  const from = isoTime(Date.parse(day) - LIMITS.termsDays * DAY_MS).slice(0, 10);
  const pricesOf = ({ price_lists, recent, price_ht }: ProductFact): number[] =>
    [price_ht, ...recent.map((terms) => terms.price_ht)].flatMap((price) =>
      pricesFor({ price_ht: price, price_lists }, buyer, from, day),
    );
  const booked = lines.map(({ product_id, quantity, unit_price_ht, tva_rate }) => {
    const product = products.get(product_id);
    if (!product) return { product_id, quantity, unit_price_ht, tva_rate };
    const onNote = note
      .filter((line) => line.product_id === product_id)
      .map((line): Terms => ({ price_ht: line.unit_price_ht, tva_rate: line.tva_rate }));
    const dated = datedRateOn(product.tva_rates, day);
    const own = dated ?? product.tva_rate;
    // Before any dated rate a phone that was offline may still have the one of before.
    const valid = [...(dated === null ? product.recent : []), ...onNote].map((terms) => terms.tva_rate);
    const rate = valid.includes(tva_rate) ? tva_rate : own;
    if (rate !== tva_rate) rates.push({ product_id, claimed: tva_rate, booked: rate });
    const nearest = nearestPrice(unit_price_ht, [...onNote.map(({ price_ht }) => price_ht), ...pricesOf(product)]);
    if (!isWithin(unit_price_ht, nearest, tolerancePercent)) {
      prices.push({ product_id, signed: unit_price_ht, nearest });
    }
    if (!product.is_active && onNote.length === 0) offSale.add(product_id);
    return { product_id, quantity, unit_price_ht, tva_rate: rate };
  });
  return { booked, rates, prices, offSale: [...offSale] };
}

const nearestPrice = (signed: number, valid: number[]): number =>
  valid.reduce((a, b) => (Math.abs(b - signed) < Math.abs(a - signed) ? b : a));

/** In whole numbers, so that the edge is exact. */
const isWithin = (signed: number, price: number, percent: number): boolean =>
  Math.abs(signed - price) * 100 <= price * percent;

/**
 * Where an invoice and its delivery note disagree: products whose quantities differ. A note that is not delivered (yet)
 * has delivered nothing.
 */
export function noteDifferences(
  lines: Pick<PricedLine, 'product_id' | 'quantity'>[],
  note: { status: DeliveryStatus; lines: DeliveryLine[] },
): NoteDifference[] {
  const invoiced = sumByProduct(lines, ({ quantity }) => quantity);
  const delivered = sumByProduct(note.lines, (line) => line.delivered ?? 0);
  return [...new Set([...delivered.keys(), ...invoiced.keys()])]
    .map((product_id) => ({
      product_id,
      delivered: delivered.get(product_id) ?? 0,
      invoiced: invoiced.get(product_id) ?? 0,
    }))
    .filter((line) => line.delivered !== line.invoiced);
}

function sumByProduct<L extends { product_id: number }>(lines: L[], quantityOf: (line: L) => number) {
  const sums = new Map<number, number>();
  for (const line of lines) sums.set(line.product_id, (sums.get(line.product_id) ?? 0) + quantityOf(line));
  return sums;
}
