/** What a figure is measured against: a ratio of two measurements of this very run, or a time. */
export interface Goal {
  limit: number;
  better: 'more' | 'less';
  unit: 'ratio' | 'share' | 'count' | 'ms' | 'µs' | 'B';
}

/** One line of the table. */
export interface Reading {
  figure: string;
  goal: Goal;
  /** Median over the rounds; null where it could not be measured, with the reason in `note`. */
  value: number | null;
  /** What was divided by what, by name, medians; events a second, milliseconds or bytes as the names say. */
  parts: Record<string, number>;
  /** Each round's own value. */
  rounds: number[];
  note?: string;
}

export const atLeast = (limit: number): Goal => ({ limit, better: 'more', unit: 'ratio' });
export const atMost = (limit: number): Goal => ({ limit, better: 'less', unit: 'ratio' });
export const withinMs = (limit: number): Goal => ({ limit, better: 'less', unit: 'ms' });
export const withinShare = (limit: number): Goal => ({ limit, better: 'less', unit: 'share' });
export const withinBytes = (limit: number): Goal => ({ limit, better: 'less', unit: 'B' });
export const withinCount = (limit: number): Goal => ({ limit, better: 'less', unit: 'count' });
export const withinUs = (limit: number): Goal => ({ limit, better: 'less', unit: 'µs' });

/** Whether a reading reaches its goal; null where there is none. */
export function isMet({ value, goal }: Reading): boolean | null {
  if (value === null) return null;
  return goal.better === 'more' ? value >= goal.limit : value <= goal.limit;
}

/** The reading of rounds that each measured the same two things: the median of the rounds' own ratios. */
export function ratioReading(
  figure: string,
  goal: Goal,
  names: { over: string; under: string },
  rounds: { over: number; under: number }[],
): Reading {
  const ratios = rounds.map(({ over, under }) => over / under);
  return {
    figure,
    goal,
    value: median(ratios),
    parts: {
      [names.over]: median(rounds.map(({ over }) => over)),
      [names.under]: median(rounds.map(({ under }) => under)),
    },
    rounds: ratios,
  };
}

export const median = (values: number[]): number => quantile(values, 0.5);

/** The value below which the share `q` of the values lies, by linear interpolation. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
