import { SIGNAL_THRESHOLDS } from './thresholds.ts';

/** Centimes. */
export interface CashAboveNote {
  cash_collected: number;
  /** Of what was handed over, with TVA. */
  total_ttc: number;
  limit_percent: number;
  limit_amount: number;
}

/** More cash than the goods explain: by a share of the note and by an amount that is no change and no small debt. */
export function cashAboveNote(cash: number, totalTtc: number): CashAboveNote | null {
  const { cashAbovePercent, cashAboveCentimes } = SIGNAL_THRESHOLDS;
  const above = cash - totalTtc;
  if (above <= cashAboveCentimes || above * 100 <= cashAbovePercent * totalTtc) return null;
  return {
    cash_collected: cash,
    total_ttc: totalTtc,
    limit_percent: cashAbovePercent,
    limit_amount: cashAboveCentimes,
  };
}
