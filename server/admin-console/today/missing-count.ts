import type { ArrivalRecord } from '#shared/contract/hq/board.ts';

/** How many of a phone's entries are not here: those in its gaps, and those that it has made since. */
export function missingCount({ missing, complete_up_to, last_said }: ArrivalRecord): number {
  const inGaps = missing.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return missing.length > 0 ? inGaps : Math.max(0, last_said - complete_up_to);
}
