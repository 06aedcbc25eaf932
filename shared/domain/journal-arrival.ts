import type { JournalRun } from '../contract/sync.ts';
import { missingOf } from './journal.ts';

/** What the server knows of a device's journal: what arrived, and what the device last said to have made. */
export interface HeardOf {
  complete_up_to: number;
  runs: JournalRun[];
  /** Null where it never said. */
  made: number | null;
}

export interface Arrival {
  /** The last number that the device is known to have made, by its own claim or by what arrived. */
  last_said: number;
  /** What has not arrived of that, in ranges. */
  missing: [number, number][];
}

/**
 * What of a device's journal has not arrived. A number that arrived proves every one below it; what the device said beyond
 * is its own claim. A claim from before what arrived says nothing more.
 */
export function arrivalOf({ complete_up_to, runs, made }: HeardOf): Arrival {
  const highest = runs.at(-1)?.to ?? complete_up_to;
  const last_said = Math.max(highest, made ?? 0);
  const gaps = missingOf({ complete_up_to, runs });
  return { last_said, missing: last_said > highest ? [...gaps, [highest + 1, last_said]] : gaps };
}
