import type { DesktopJournal, JournalEntry } from '#shared/contract/desktop/journal.ts';
import { matching } from '#shared/domain/search.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** So many events are looked at for one page, however few of them match: no search reads the whole journal at once. */
const LOOKED_AT = 2_000;
const SHOWN = 50;

interface Row {
  id: number;
  body: string;
  received_at: number;
  state: number;
  error_code: string | null;
  user_name: string | null;
  reference: string | null;
  client_name: string | null;
}

export interface JournalQuery {
  q?: string | undefined;
  before?: number | undefined;
  /** How many are shown at most. */
  limit?: number | undefined;
}

/** The events that this hub took lately, searched by delivery note, client or person. */
export function journalReader(database: HubDatabase): (query: JournalQuery, aheadMs: number) => DesktopJournal {
  const older = database.prepare<[number, number], Row>(
    `SELECT q.id, q.body, q.received_at, q.state, q.error_code, coalesce(d.user_name, c.name) AS user_name,
            e.body ->> 'reference' AS reference, e.body ->> 'client_name' AS client_name
     FROM relay_queue q LEFT JOIN devices d ON d.device_id = q.device_id LEFT JOIN clerks c ON c.device_id = q.device_id
       LEFT JOIN entities e ON e.kind = 'deliveries' AND e.key = q.delivery_id
     WHERE q.id < ? ORDER BY q.id DESC LIMIT ?`,
  );
  return ({ q = '', before = Number.MAX_SAFE_INTEGER, limit = SHOWN }, aheadMs) => {
    const rows = older.all(before, LOOKED_AT);
    const found = matching(rows, q, ({ reference, client_name, user_name }) =>
      [reference, client_name, user_name].filter(Boolean).join(' '),
    );
    const shown = found.slice(0, limit);
    const isCut = found.length > limit;
    const last = isCut ? shown.at(-1) : rows.at(-1);
    return {
      items: shown.map((row) => entryOf(row, aheadMs)),
      next: last !== undefined && (isCut || rows.length === LOOKED_AT) ? last.id : null,
    };
  };
}

function entryOf(row: Row, aheadMs: number): JournalEntry {
  const { id, action } = JSON.parse(row.body) as { id: string; action: string };
  const { user_name, reference, client_name, error_code } = row;
  return {
    event_id: id,
    at: isoTime(row.received_at - aheadMs),
    action,
    user_name,
    reference,
    client_name,
    custody: row.state === 1 ? 'AT_HQ' : 'HERE',
    error_code,
  };
}
