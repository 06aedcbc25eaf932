import { LIMITS } from '#shared/contract/limits.ts';
import type { Random } from '#shared/ports/random.ts';

const STEPS_MS = [1_000, 2_000, 4_000, 8_000, 16_000] as const;

/**
 * How long to wait before the next try: 1, 2, 4, 8, 16 s, then every 16 s for ever, each with full jitter. A node's
 * `Retry-After` is obeyed, within reason. `failures` counts from 1.
 */
export function backoffMs(failures: number, retryAfterSeconds: number | null, random: Random): number {
  if (retryAfterSeconds !== null) return Math.min(retryAfterSeconds, LIMITS.retryAfterSeconds) * 1_000;
  const step = STEPS_MS[Math.min(failures, STEPS_MS.length) - 1] ?? STEPS_MS[0];
  return Math.ceil(random.next() * step);
}
