import { LIMITS } from '#shared/contract/limits.ts';

/** What requests have measured of one caller's clock, in milliseconds that it was ahead, the newest last. */
export type Measurements = readonly number[];

export interface ClockEstimate {
  driftMs: number;
  /** What the next estimate goes by. */
  recent: number[];
}

/**
 * How far a caller's clock is ahead of ours. A request that was under way for a while makes it look behind, and never
 * ahead: of several measurements the greatest is the one that the line has spoilt least. What is far from the newest is
 * of a clock that was set since. A clock that seems to be behind by no more than a line takes is taken to be right.
 */
export function estimateDrift(measuredMs: number, earlier: Measurements): ClockEstimate {
  const isOfThisClock = (one: number) => Math.abs(one - measuredMs) <= LIMITS.lineDelayMs;
  const since = earlier.findLastIndex((one) => !isOfThisClock(one)) + 1;
  const recent = [...earlier.slice(since), measuredMs].slice(-LIMITS.clockMeasurements);
  const best = Math.max(...recent);
  return { driftMs: best <= 0 && best >= -LIMITS.lineDelayMs ? 0 : best, recent };
}
