import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { PricedLine } from '#shared/contract/events.ts';
import { type RateTotal, totalsByRate } from './totals.ts';

/** An earlier credit note of the same invoice, as far as it lessens what is left. */
export interface Credited {
  lines: PricedLine[];
  by_rate: RateTotal[];
}

export interface CreditedGoods {
  product_id: number;
  quantity: number;
}

/** What a credit note says, but for its number. */
export interface CreditAmounts extends Credited {
  total_ht: number;
  total_tva: number;
  total_ttc: number;
  /** Nothing of the invoice is left behind it. */
  is_whole: boolean;
}

/** More than is left of the invoice; `left` is 0 for a product that the invoice does not name. */
export interface CreditFault {
  product_id: number;
  asked: number;
  left: number;
}

/**
 * Credits goods of an invoice at the invoice's own prices and rates, never more than is left. TVA is rounded once a rate,
 * as on the invoice, and bounded by what is left at that rate; the note that takes the last goods takes the last centime,
 * so that all notes together come to what the invoice did. Stamp duty is the cash's and is not given back.
 */
export function creditAmounts(
  invoiceLines: PricedLine[],
  earlier: Credited[],
  asked: CreditedGoods[],
): Result<CreditAmounts, CreditFault> {
  const left = linesLeft(invoiceLines, earlier);
  const lines: PricedLine[] = [];
  for (const { product_id, quantity } of asked) {
    const taken = takeFromLines(left, product_id, quantity);
    if (!taken.ok) return taken;
    lines.push(...taken.value);
  }
  const is_whole = left.every(({ quantity }) => quantity === 0);
  const by_rate = boundedByRate(totalsByRate(invoiceLines), earlier, { lines, by_rate: totalsByRate(lines) }, left);
  const total_ht = sum(by_rate.map(({ base_ht }) => base_ht));
  const total_tva = sum(by_rate.map(({ tva }) => tva));
  return ok({ lines, by_rate, total_ht, total_tva, total_ttc: total_ht + total_tva, is_whole });
}

/** The invoice's lines with the quantities that no credit note has taken back; some of them 0. */
export function linesLeft(invoiceLines: PricedLine[], earlier: Pick<Credited, 'lines'>[]): PricedLine[] {
  const left = invoiceLines.map((line) => ({ ...line }));
  for (const credited of earlier.flatMap(({ lines }) => lines)) {
    let open = credited.quantity;
    for (const line of left.filter((one) => isSamePrice(one, credited))) {
      const part = Math.min(line.quantity, open);
      line.quantity -= part;
      open -= part;
    }
  }
  return left;
}

const isSamePrice = (a: PricedLine, b: PricedLine): boolean =>
  a.product_id === b.product_id && a.unit_price_ht === b.unit_price_ht && a.tva_rate === b.tva_rate;

/** A product may stand on several lines, at several prices: they are credited in their order. */
function takeFromLines(left: PricedLine[], product_id: number, asked: number): Result<PricedLine[], CreditFault> {
  const ofProduct = left.filter((line) => line.product_id === product_id);
  const there = sum(ofProduct.map(({ quantity }) => quantity));
  if (asked > there) return fail({ product_id, asked, left: there });
  let open = asked;
  const taken: PricedLine[] = [];
  for (const line of ofProduct) {
    const quantity = Math.min(line.quantity, open);
    if (quantity === 0) continue;
    line.quantity -= quantity;
    open -= quantity;
    taken.push({ ...line, quantity });
  }
  return ok(taken);
}

function boundedByRate(invoiced: RateTotal[], earlier: Credited[], now: Credited, left: PricedLine[]): RateTotal[] {
  return now.by_rate.map(({ tva_rate, base_ht, tva }) => {
    const before = earlier.flatMap(({ by_rate }) => by_rate).filter((part) => part.tva_rate === tva_rate);
    const ofInvoice = invoiced.find((part) => part.tva_rate === tva_rate)?.tva ?? 0;
    const tvaLeft = ofInvoice - sum(before.map((part) => part.tva));
    const isLast = left.every((line) => line.tva_rate !== tva_rate || line.quantity === 0);
    return { tva_rate, base_ht, tva: isLast ? tvaLeft : Math.min(tva, tvaLeft) };
  });
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);
