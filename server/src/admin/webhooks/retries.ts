import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DELAYS: readonly number[] = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];
/** Nothing waits longer than this: what seems to was noted by a clock that was ahead. */
export const LONGEST_DELAY_MS = 6 * HOUR;

export type NextAttempt = { kind: 'RETRY'; at: number } | { kind: 'PAUSE' };

/** When to try again after so many failures in a row, this one included. The last attempt is at the end of the three days. */
export function nextAttempt(failures: number, failingSince: number, now: number): NextAttempt {
  const end = failingSince + LIMITS.webhookRetryDays * DAY_MS;
  if (now >= end) return { kind: 'PAUSE' };
  const delay = DELAYS[Math.min(failures, DELAYS.length) - 1] ?? SECOND;
  return { kind: 'RETRY', at: Math.min(now + delay, end) };
}
