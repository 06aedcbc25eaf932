import { DAY_MS } from '#shared/contract/durations.ts';

/** The company's day is Algiers': an hour ahead of UTC all year round, since 1981 without summer time. */
const OFFSET = '+01:00';

/** When a calendar day (YYYY-MM-DD) begins there, as the wire has times. */
export const startOfDay = (day: string): string => new Date(`${day}T00:00:00.000${OFFSET}`).toISOString();

const OFFSET_MS = 60 * 60_000;

/** The calendar day there (YYYY-MM-DD) of a time in ms; by arithmetic, as it is asked of every event. */
export const dayOf = (ms: number): string => new Date(ms + OFFSET_MS).toISOString().slice(0, 10);

/** The calendar day there (YYYY-MM-DD) of a time on the wire. */
export const dayAt = (time: string): string => dayOf(Date.parse(time));

/** Whether the calendar has a day. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Whether a day lies so near that it can be meant: a year 1026 or 2062 is a slip of the finger. */
export function isNearDay(day: string, nowMs: number, days: number): boolean {
  return Math.abs(Date.parse(`${day}T12:00:00.000Z`) - nowMs) <= days * DAY_MS;
}
