import { DAY_MS } from '#shared/contract/durations.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { isDay, startOfDay } from '#shared/domain/company-day.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { isoTime } from '#shared/ports/clock.ts';

/** Some days in Algiers, both included, and the moments at which they begin and end. */
export interface Period {
  from: string;
  to: string;
  begins: string;
  ends: string;
}

/** The days asked for; without them, the present month up to today. */
export function periodOf({ from, to }: { from?: string; to?: string }, nowMs: number): Result<Period, RequestError> {
  const today = algiersDay(nowMs);
  const last = to ?? today;
  const first = from ?? `${last.slice(0, 8)}01`;
  for (const day of [first, last]) {
    if (!isDay(day)) return refuse('INVALID_REQUEST', `${day} is not in the calendar.`);
  }
  if (first > last) return refuse('INVALID_REQUEST', 'The period ends before it begins.');
  return ok({ from: first, to: last, begins: startOfDay(first), ends: behind(last) });
}

/** A calendar month, `2026-11`; without one, the present. */
export function monthOf(month: string | undefined, nowMs: number): Result<Period & { month: string }, RequestError> {
  const asked = month ?? algiersDay(nowMs).slice(0, 7);
  const first = `${asked}-01`;
  if (!isDay(first)) return refuse('INVALID_REQUEST', `${asked} is no month.`);
  const [year, number] = asked.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return ok({ month: asked, from: first, to: last, begins: startOfDay(first), ends: behind(last) });
}

const behind = (day: string): string => isoTime(Date.parse(startOfDay(day)) + DAY_MS);
