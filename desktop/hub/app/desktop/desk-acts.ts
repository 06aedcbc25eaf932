import type { DeskActs } from '#shared/contract/desktop/desk.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** HQ has them all. */
const SHOWN = 100;

interface Row {
  id: number;
  at: number;
  user_name: string;
  what: string;
  about_name: string | null;
  reason: string | null;
  is_waiting: number;
}

/** What clerks did at this PC lately, the newest first, and whether HQ has it. */
export function deskActsReader(database: HubDatabase): (aheadMs: number) => DeskActs['items'] {
  const newest = database.prepare<[number], Row>(
    `SELECT a.id, a.at, a.user_name, a.what, a.about_name, a.reason,
       EXISTS (SELECT 1 FROM relay_queue q WHERE q.event_id = a.event_id AND q.state <> 1) AS is_waiting
     FROM desk_acts a ORDER BY a.id DESC LIMIT ?`,
  );
  return (aheadMs) =>
    newest.all(SHOWN).map(({ at, is_waiting, ...act }) => ({
      ...act,
      at: isoTime(at - aheadMs),
      custody: is_waiting === 1 ? ('HERE' as const) : ('AT_HQ' as const),
    }));
}
