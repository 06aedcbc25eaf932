import { dayAt } from '#shared/domain/company-day.ts';
import { type DayTotals, type RecordedEvent, totalsOfDay } from '#shared/domain/day-totals.ts';
import type { Sql } from './sql.ts';

export interface DayRecord extends DayTotals {
  /** YYYY-MM-DD, of the company. */
  day: string;
}

/** What was recorded here day by day, the newest first, for as long as the archive goes back. What was refused counts nothing. */
export function recordedDays(sql: Sql): DayRecord[] {
  const rows = sql.all<{ action: string; occurred_at: string; payload: string }>(
    `SELECT action, occurred_at, body -> 'payload' AS payload FROM plain_sync_queue WHERE status <> 'FAILED'
     UNION ALL
     SELECT action, occurred_at, body -> 'payload' FROM plain_sync_archive WHERE coalesce(outcome, 'APPLIED') = 'APPLIED'`,
  );
  const byDay = new Map<string, RecordedEvent[]>();
  for (const { action, occurred_at, payload } of rows) {
    const day = dayAt(occurred_at);
    byDay.set(day, [...(byDay.get(day) ?? []), { action, payload: JSON.parse(payload) }]);
  }
  return [...byDay]
    .map(([day, events]) => ({ day, ...totalsOfDay(events) }))
    .sort((a, b) => b.day.localeCompare(a.day));
}
