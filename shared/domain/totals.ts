import type { Payment, PricedLine } from '#shared/contract/events.ts';
import { SHIPPED_STAMP_DUTY, type StampDutyRule, stampDuty } from './stamp-duty.ts';

export interface Totals {
  total_ht: number;
  total_tva: number;
  stamp_duty: number;
  total_ttc: number;
}

/**
 * The totals of an invoice or a delivery note, in centimes: TVA is summed by rate and rounded half up once a rate, and
 * cash pays stamp duty on the amount with TVA. A delivery note has no payment, hence no stamp duty.
 */
export function totalsOf(
  lines: PricedLine[],
  payment: Payment | null,
  rule: StampDutyRule = SHIPPED_STAMP_DUTY,
): Totals {
  const baseByRate = new Map<number, bigint>();
  for (const line of lines) {
    const amount = BigInt(line.quantity) * BigInt(line.unit_price_ht);
    baseByRate.set(line.tva_rate, (baseByRate.get(line.tva_rate) ?? 0n) + amount);
  }
  let ht = 0n;
  let tva = 0n;
  for (const [rate, base] of baseByRate) {
    ht += base;
    tva += percentHalfUp(base, rate);
  }
  const beforeStamp = Number(ht + tva);
  const stamp_duty = payment === 'CASH' ? stampDuty(beforeStamp, rule) : 0;
  return { total_ht: Number(ht), total_tva: Number(tva), stamp_duty, total_ttc: beforeStamp + stamp_duty };
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
