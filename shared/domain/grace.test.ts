import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { graceOf, hear, look, type SignedTime, serverNow } from './grace.ts';

const HOUR = 3_600_000;
const GRACE = LIMITS.offlineGraceSeconds * 1_000;
const YEAR = 365 * 24 * HOUR;
const SIGNED = Date.parse('2026-11-22T08:00:00.000Z');
/** The phone's clock at the moment of the word: wrong by whatever it likes. */
const CLOCK = SIGNED + 17 * 60_000;

const heard = (age = 0): SignedTime => hear(null, { signed: SIGNED, age }, CLOCK);
const after = (known: SignedTime, ...moments: number[]): SignedTime =>
  moments.reduce((seen, moment) => look(seen, CLOCK + moment), known);

test('[SAFE-9] the grace is over 72 hours after the word was signed, not a millisecond sooner', () => {
  expect(graceOf(after(heard(), GRACE - 1)).kind).toBe('ending');
  expect(graceOf(after(heard(), GRACE)).kind).toBe('over');
  expect(graceOf(after(heard(), 10, 5 * HOUR, GRACE - 1)).kind).toBe('ending');
  expect(graceOf(after(heard(), 10, 5 * HOUR, GRACE)).kind).toBe('over');
});

test('[SAFE-9] a word that a hub had carried for hours is as old as it is, one from the future is new', () => {
  expect(graceOf(after(heard(10 * HOUR), GRACE - 10 * HOUR - 1)).kind).toBe('ending');
  expect(graceOf(after(heard(10 * HOUR), GRACE - 10 * HOUR)).kind).toBe('over');
  expect(graceOf(after(heard(-YEAR), GRACE)).kind).toBe('over');
});

test('[SAFE-9] the phone says so a day before', () => {
  const from = GRACE - LIMITS.graceWarningSeconds * 1_000;
  expect(graceOf(after(heard(), from - 1))).toEqual({ kind: 'good' });
  expect(graceOf(after(heard(), from))).toEqual({ kind: 'ending', left: 24 * HOUR });
});

test('[SAFE-10] a clock that is turned back gains nothing: what had passed has passed, and it goes on from there', () => {
  const before = after(heard(), 71 * HOUR);
  const back = look(before, CLOCK + 71 * HOUR - YEAR);
  expect(back.passed).toBe(71 * HOUR);
  expect(graceOf(look(back, CLOCK + 72 * HOUR - YEAR - 1)).kind).toBe('ending');
  expect(graceOf(look(back, CLOCK + 72 * HOUR - YEAR)).kind).toBe('over');
  expect(graceOf(after(heard(), GRACE, -YEAR)).kind).toBe('over');
});

test('[SAFE-10] a clock that leaps ahead locks; the next statement of the server unlocks, a repeated one does not', () => {
  const leapt = after(heard(), YEAR);
  expect(graceOf(leapt).kind).toBe('over');
  const repeated = hear(leapt, { signed: SIGNED, age: 0 }, CLOCK + YEAR);
  expect(graceOf(repeated).kind).toBe('over');
  const older = hear(leapt, { signed: SIGNED - 1_000, age: 0 }, CLOCK + YEAR);
  expect(graceOf(older).kind).toBe('over');
  const signIn = hear(leapt, { signed: SIGNED, age: 0, isSignIn: true }, CLOCK + YEAR);
  expect(graceOf(signIn)).toEqual({ kind: 'good' });
  const fresh = hear(leapt, { signed: SIGNED + 1_000, age: 0 }, CLOCK + YEAR);
  expect(graceOf(fresh)).toEqual({ kind: 'good' });
  expect(graceOf(look(fresh, CLOCK + YEAR + GRACE)).kind).toBe('over');
});

test('[SAFE-10] after a word of a server whose clock was a year ahead, a sign-in alone counts, if it answers this phone’s nonce', () => {
  const ahead = hear(null, { signed: SIGNED + YEAR, age: 0 }, CLOCK);
  const over = look(ahead, CLOCK + GRACE);
  const word = { signed: SIGNED + GRACE, age: 0, isSignIn: true, isFresh: true };
  expect(graceOf(hear(over, word, CLOCK + GRACE)).kind).toBe('over');
  const opened = hear(over, { ...word, isAnswer: true }, CLOCK + GRACE);
  expect(graceOf(opened)).toEqual({ kind: 'good' });
  // From there on time is the server's again: its next word counts, and its former ones do not.
  expect(hear(opened, { signed: word.signed - 1, age: 0 }, CLOCK + GRACE + 1).signed).toBe(word.signed);
  expect(hear(opened, { signed: word.signed + 1, age: 0 }, CLOCK + GRACE + 1).signed).toBe(word.signed + 1);
});

test('[TIME-5] a fresh statement tells how far the clock is off; a carried one only that it is behind what was signed before now', () => {
  const DAYS = 3 * 24 * HOUR;
  const fresh = hear(null, { signed: SIGNED, age: 0, isFresh: true }, SIGNED - DAYS);
  expect(fresh.aheadMs).toBe(-DAYS);
  const later = hear(fresh, { signed: SIGNED + HOUR, age: 10 * HOUR }, SIGNED + 11 * HOUR - DAYS);
  expect(later.aheadMs).toBe(-DAYS);
  const carried = hear(null, { signed: SIGNED, age: 10 * HOUR }, SIGNED + 10 * HOUR);
  expect(carried.aheadMs).toBeUndefined();
  expect(hear(null, { signed: SIGNED, age: 0 }, SIGNED - DAYS).aheadMs).toBe(-DAYS);
});

test('[TIME-5] the present is taken by the corrected clock where that is known to be far off', () => {
  expect(serverNow(null, CLOCK)).toBe(CLOCK);
  expect(serverNow(LIMITS.clockDriftMs, CLOCK)).toBe(CLOCK);
  expect(serverNow(LIMITS.clockDriftMs + 1, CLOCK)).toBe(CLOCK - LIMITS.clockDriftMs - 1);
  expect(serverNow(-3 * 24 * HOUR, CLOCK)).toBe(CLOCK + 3 * 24 * HOUR);
});
