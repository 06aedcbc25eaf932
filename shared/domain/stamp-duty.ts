import type { StampRule } from '#shared/contract/stamp-rules.ts';

/** Algeria, Loi de finances 2025: what holds before any rule of the company's own. An accountant confirms it. */
export const SHIPPED_STAMP_DUTY: StampRule = {
  since: '2025-01-01',
  reading: 'whole',
  exempt_up_to: 300_00,
  slice: 100_00,
  minimum: 5_00,
  maximum: null,
  bands: [
    { up_to: 30_000_00, per_slice: 1_00 },
    { up_to: 100_000_00, per_slice: 1_50 },
    { up_to: null, per_slice: 2_00 },
  ],
};

/** The rule of a day, among the company's own in whatever order; where none has begun, the one that is shipped. */
export const stampRuleOn = (rules: readonly StampRule[] | undefined, day: string): StampRule =>
  (rules ?? [])
    .filter(({ since }) => since <= day)
    .reduce<StampRule>((newest, rule) => (rule.since >= newest.since ? rule : newest), SHIPPED_STAMP_DUTY);

/** Duty on a cash amount with TVA, both in centimes. */
export function stampDuty(amount: number, rule: StampRule): number {
  if (amount <= rule.exempt_up_to) return 0;
  const duty = Math.max(rule.minimum, byReading(amount, rule));
  return rule.maximum === null ? duty : Math.min(duty, rule.maximum);
}

function byReading(amount: number, rule: StampRule): number {
  switch (rule.reading) {
    case 'flat':
      return rule.minimum;
    case 'whole': {
      const band = rule.bands.find(({ up_to }) => up_to === null || amount <= up_to);
      return Math.ceil(amount / rule.slice) * (band?.per_slice ?? 0);
    }
    case 'marginal':
      return marginal(Math.ceil(amount / rule.slice), rule);
  }
}

function marginal(slices: number, { bands, slice }: StampRule): number {
  let duty = 0;
  let before = 0;
  for (const { up_to, per_slice } of bands) {
    const end = up_to === null ? slices : Math.min(slices, Math.floor(up_to / slice));
    duty += Math.max(0, end - before) * per_slice;
    before = Math.max(before, end);
  }
  return duty;
}

/** Why bands cannot be: they ascend, and the last one, and it alone, is open. */
export function bandsFault({ bands, maximum, minimum }: StampRule): 'ORDER' | 'OPEN' | 'MAXIMUM' | null {
  if (maximum !== null && maximum < minimum) return 'MAXIMUM';
  const ends = bands.map(({ up_to }) => up_to);
  if (ends.indexOf(null) !== ends.length - 1) return 'OPEN';
  const closed = ends.slice(0, -1) as number[];
  return closed.every((end, index) => end > (closed[index - 1] ?? 0)) ? null : 'ORDER';
}
