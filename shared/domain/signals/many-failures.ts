import { SIGNAL_THRESHOLDS } from './thresholds.ts';

/** What was planned for a driver's day, without what HQ cancelled, as it stands. */
export interface DriverDay {
  driver_user_id: number;
  /** `YYYY-MM-DD` */
  planned_for: string;
  depot_id: number;
  planned: number;
  failed: number;
  /** Some of the failed ones, to look at. */
  failed_delivery_ids: string[];
}

export interface ManyFailures extends Omit<DriverDay, 'depot_id'> {
  percent: number;
  limit_failures: number;
  limit_percent: number;
}

/**
 * Goods that come back from many doors may have been sold at another. Counted by what was planned: early in a day that
 * is all failures, or late in one whose good news is still on its way, nothing is said too soon. A delivery that failed
 * and was delivered later is no failure, so what is said may be taken back.
 */
export function manyFailures({ depot_id: _depot, ...day }: DriverDay): ManyFailures | null {
  const { failures, failuresPercent } = SIGNAL_THRESHOLDS;
  if (day.failed < failures || day.failed * 100 < failuresPercent * day.planned) return null;
  return {
    ...day,
    percent: Math.round((day.failed * 100) / day.planned),
    limit_failures: failures,
    limit_percent: failuresPercent,
  };
}

export const driverDay = ({ driver_user_id, planned_for }: Pick<DriverDay, 'driver_user_id' | 'planned_for'>): string =>
  `${driver_user_id}:${planned_for}`;
