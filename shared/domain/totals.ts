import type { Payment, PricedLine } from '#shared/contract/events.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { SHIPPED_STAMP_DUTY, stampDuty } from './stamp-duty.ts';

export interface Totals {
  total_ht: number;
  total_tva: number;
  stamp_duty: number;
  total_ttc: number;
}

/**
 * The totals of an invoice or a delivery note, in centimes: TVA is summed by rate and rounded half up once a rate, and
 * cash pays stamp duty on the amount with TVA, by the rule of its day. A delivery note has no payment, hence no stamp duty.
 */
export function totalsOf(lines: PricedLine[], payment: Payment | null, rule: StampRule = SHIPPED_STAMP_DUTY): Totals {
  let ht = 0n;
  let tva = 0n;
  for (const [rate, base] of basesByRate(lines)) {
    ht += base;
    tva += percentHalfUp(base, rate);
  }
  const beforeStamp = Number(ht + tva);
  const stamp_duty = payment === 'CASH' ? stampDuty(beforeStamp, rule) : 0;
  return { total_ht: Number(ht), total_tva: Number(tva), stamp_duty, total_ttc: beforeStamp + stamp_duty };
}

/** What a paper comes to at one rate of TVA, in centimes. */
export interface RateTotal {
  tva_rate: number;
  base_ht: number;
  tva: number;
}

/** The parts of a paper's totals by rate, the lowest first. */
export const totalsByRate = (lines: PricedLine[]): RateTotal[] =>
  [...basesByRate(lines)]
    .map(([tva_rate, base]) => ({ tva_rate, base_ht: Number(base), tva: Number(percentHalfUp(base, tva_rate)) }))
    .sort((a, b) => a.tva_rate - b.tva_rate);

function basesByRate(lines: PricedLine[]): Map<number, bigint> {
  const bases = new Map<number, bigint>();
  for (const { quantity, unit_price_ht, tva_rate } of lines) {
    bases.set(tva_rate, (bases.get(tva_rate) ?? 0n) + BigInt(quantity) * BigInt(unit_price_ht));
  }
  return bases;
}

/** Rates carry at most four decimals, so that the product stays an exact integer. */
function percentHalfUp(base: bigint, rate: number): bigint {
  const scaledRate = BigInt(Math.round(rate * 10_000));
  const divisor = 1_000_000n;
  return (base * scaledRate + divisor / 2n) / divisor;
}

export const sameTotals = (a: Totals, b: Totals): boolean =>
  a.total_ht === b.total_ht &&
  a.total_tva === b.total_tva &&
  a.stamp_duty === b.stamp_duty &&
  a.total_ttc === b.total_ttc;
