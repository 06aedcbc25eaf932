import { LIMITS } from '#shared/contract/limits.ts';

/** The idle times that a person may choose from, in minutes. */
export const IDLE_MINUTES = [1, 5, 15, 60] as const;
export type IdleMinutes = (typeof IDLE_MINUTES)[number];
export const DEFAULT_IDLE_MINUTES: IdleMinutes = 5;

/** After so many wrong tries in a row only a sign-in helps. */
export const pinTriesLeft = (wrong: number): number => Math.max(0, LIMITS.pinTries - wrong);
export const pinIsSpent = (wrong: number): boolean => pinTriesLeft(wrong) === 0;

/**
 * How long the next try has to wait, in milliseconds: nothing for the first few wrong ones, then twice as long each time.
 * It is time that the running app has to see pass, so that neither a restart nor the clock can shorten it.
 */
export function pinPauseMs(wrong: number): number {
  const beyond = wrong - LIMITS.pinFreeTries;
  return beyond < 0 ? 0 : LIMITS.pinPauseMs * 2 ** beyond;
}

/** The same for a clerk at the depot's PC. */
export function deskPinPauseMs(wrong: number): number {
  const beyond = wrong - LIMITS.deskPinFreeTries;
  return beyond < 0 ? 0 : LIMITS.deskPinPauseMs * 2 ** beyond;
}

/** What everybody tries first: one digit only, or digits in a row, up or down. */
export function isWeakPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]));
  return [0, 1, -1].some((step) => steps.every((taken) => taken === step));
}
