import type { DatedRate } from '#shared/contract/entities.ts';

export interface Rated {
  /** What held before the first dated rate. */
  tva_rate: number;
  tva_rates?: readonly DatedRate[] | null | undefined;
}

/** The dated rate of a day, in whatever order they stand; null where none has begun. */
export function datedRateOn(rates: Rated['tva_rates'], day: string): number | null {
  const begun = (rates ?? []).filter(({ since }) => since <= day);
  return (
    begun.reduce<DatedRate | null>((newest, rate) => (newest && newest.since > rate.since ? newest : rate), null)
      ?.tva_rate ?? null
  );
}

/** What TVA a product bears on a day. */
export const tvaRateOn = ({ tva_rate, tva_rates }: Rated, day: string): number =>
  datedRateOn(tva_rates, day) ?? tva_rate;

/** Its rates once another is written: one a day, the later one for a day counts. */
export const withRate = (rates: Rated['tva_rates'], rate: DatedRate): DatedRate[] =>
  [...(rates ?? []).filter(({ since }) => since !== rate.since), rate].sort((a, b) => (a.since < b.since ? -1 : 1));
