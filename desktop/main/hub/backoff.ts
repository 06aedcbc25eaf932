const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** Whoever ran this long was well: its end is no continuation of the ends before. */
const WELL_AFTER_MS = 60_000;

/** How long to wait before the hub is started again, after so many ends in a row: 1, 2, 4 … 60 s. */
export const restartDelayMs = (endsInARow: number): number =>
  Math.min(FIRST_MS * 2 ** Math.max(0, endsInARow - 1), LONGEST_MS);

/** How many ends in a row there are, now that a hub that ran for so long has ended. */
export const endsInARow = (before: number, ranMs: number): number => (ranMs >= WELL_AFTER_MS ? 1 : before + 1);
