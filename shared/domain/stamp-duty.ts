/**
 * Stamp duty on cash. The law is read in three ways, even inside one company, so the reading is a part of the dated rule:
 *
 * - `whole`: the whole amount pays the rate of the band in which it lies, for each slice begun (what is shipped);
 * - `marginal`: each slice begun pays the rate of the band in which it lies;
 * - `flat`: every cash invoice pays `minimum`, whatever its amount.
 *
 * An accountant confirms the rule, and the server's settings may replace it. All amounts are centimes.
 */
export interface StampDutyRule {
  /** First day on which the rule holds. */
  since: string;
  reading: 'whole' | 'marginal' | 'flat';
  /** Amounts up to this pay nothing. */
  exemptUpTo: number;
  /** Size of the slice that counts once begun. */
  slice: number;
  /** Least duty where any is due. */
  minimum: number;
  /** Most duty; null for no bound. */
  maximum: number | null;
  /** Ascending; the last band is open. */
  bands: { upTo: number | null; perSlice: number }[];
}

/** Algeria, Loi de finances 2025. */
export const SHIPPED_STAMP_DUTY: StampDutyRule = {
  since: '2025-01-01',
  reading: 'whole',
  exemptUpTo: 300_00,
  slice: 100_00,
  minimum: 5_00,
  maximum: null,
  bands: [
    { upTo: 30_000_00, perSlice: 1_00 },
    { upTo: 100_000_00, perSlice: 1_50 },
    { upTo: null, perSlice: 2_00 },
  ],
};

/** Duty on a cash amount with TVA, both in centimes. */
export function stampDuty(amount: number, rule: StampDutyRule): number {
  if (amount <= rule.exemptUpTo) return 0;
  const duty = Math.max(rule.minimum, byReading(amount, rule));
  return rule.maximum === null ? duty : Math.min(duty, rule.maximum);
}

function byReading(amount: number, rule: StampDutyRule): number {
  switch (rule.reading) {
    case 'flat':
      return rule.minimum;
    case 'whole': {
      const band = rule.bands.find(({ upTo }) => upTo === null || amount <= upTo);
      return Math.ceil(amount / rule.slice) * (band?.perSlice ?? 0);
    }
    case 'marginal':
      return marginal(Math.ceil(amount / rule.slice), rule);
  }
}

function marginal(slices: number, { bands, slice }: StampDutyRule): number {
  let duty = 0;
  let before = 0;
  for (const { upTo, perSlice } of bands) {
    const end = upTo === null ? slices : Math.min(slices, Math.floor(upTo / slice));
    duty += Math.max(0, end - before) * perSlice;
    before = Math.max(before, end);
  }
  return duty;
}
