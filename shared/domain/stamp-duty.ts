/**
 * Stamp duty on cash, by bands. The whole amount pays its band's rate for each slice begun. Law readings differ: an
 * accountant confirms the table, and the server's settings may replace it.
 */
export interface StampDutyTable {
  /** First day on which the table holds. */
  since: string;
  /** Amounts up to this, in centimes, pay nothing. */
  exemptUpTo: number;
  /** Size of the slice that counts once begun, in centimes. */
  slice: number;
  /** Least duty where any is due, in centimes. */
  minimum: number;
  /** Ascending; the last band is open. `perSlice` in centimes. */
  bands: { upTo: number | null; perSlice: number }[];
}

/** Algeria, Loi de finances 2025. */
export const SHIPPED_STAMP_DUTY: StampDutyTable = {
  since: '2025-01-01',
  exemptUpTo: 300_00,
  slice: 100_00,
  minimum: 5_00,
  bands: [
    { upTo: 30_000_00, perSlice: 1_00 },
    { upTo: 100_000_00, perSlice: 1_50 },
    { upTo: null, perSlice: 2_00 },
  ],
};

/** Duty on a cash amount with TVA, both in centimes. */
export function stampDuty(amount: number, table: StampDutyTable): number {
  if (amount <= table.exemptUpTo) return 0;
  const band = table.bands.find(({ upTo }) => upTo === null || amount <= upTo);
  if (!band) return 0;
  return Math.max(table.minimum, Math.ceil(amount / table.slice) * band.perSlice);
}
