import { dayOf } from './company-day.ts';

export type Series = 'BL' | 'FAC' | 'AV';

/** `BL-ALG-2026-000123`, `FAC-ALG-2026-000001`: series, depot, year, six digits (more where a year needs them). */
export const reference = (series: Series, depotCode: string, year: number, number: number): string =>
  `${series}-${depotCode}-${year}-${String(number).padStart(6, '0')}`;

/** The calendar day in Algiers, `YYYY-MM-DD`: the law's day, whatever the machine's zone. */
export const algiersDay = dayOf;

export const algiersYear = (ms: number): number => Number(algiersDay(ms).slice(0, 4));
