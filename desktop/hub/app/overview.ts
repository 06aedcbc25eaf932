import type { DesktopAttention, DesktopOverview, DesktopPhone } from '#shared/contract/desktop.ts';
import type { Delivery } from '#shared/contract/entities.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { blobUuid } from '../store/blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { type Sample, withSample } from './backlog-history.ts';

/** What fits a screen; the screen says how many there are, and HQ has them all. */
const PHONES_SHOWN = 30;
const ATTENTION_SHOWN = 50;

/** What the hub itself knows of a phone. */
type KnownPhone = Omit<DesktopPhone, 'unsent' | 'battery' | 'app'>;
type Queue = DesktopOverview['queue'];
type Counts = DesktopOverview['deliveries_today'];

/** The hub's screen reads everything from here; nothing in it grows with the length of the queue. */
export function overviewReader(database: HubDatabase) {
  const waiting = database.prepare<[], { waiting: number }>(
    'SELECT coalesce(sum(waiting), 0) AS waiting FROM waiting_counts',
  );
  const oldest = database.prepare<[], { received_at: number }>(
    'SELECT received_at FROM relay_queue WHERE state = 0 ORDER BY id LIMIT 1',
  );
  const forwarded = database.prepare<[number], { count: number }>(
    'SELECT count(*) AS count FROM relay_queue WHERE state = 1 AND ended_at >= ?',
  );
  const phones = database.prepare<
    [number],
    Omit<KnownPhone, 'device_id' | 'last_seen_at'> & { device_id: Buffer; at: number }
  >(
    `SELECT d.device_id, d.user_id, d.user_name, d.role, d.last_seen_at AS at, d.drift_ms AS clock_drift_ms,
            coalesce(w.waiting, 0) AS pending_events
     FROM devices d LEFT JOIN waiting_counts w ON w.device_id = d.device_id ORDER BY d.last_seen_at DESC LIMIT ?`,
  );
  const phonesTotal = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM devices');
  const attentionTotal = database.prepare<[], { count: number }>(
    'SELECT count(*) AS count FROM relay_queue WHERE error_code IS NOT NULL AND answered_at IS NULL',
  );
  const counts = database.prepare<[string], { status: Delivery['status']; count: number }>(
    "SELECT body ->> 'status' AS status, count(*) AS count FROM entities WHERE day = ? GROUP BY 1",
  );
  const handedIn = database.prepare<[string], { count: number }>(
    `SELECT count(*) AS count FROM entities d WHERE d.day = ? AND d.body ->> 'status' = 'PENDING' AND EXISTS
       (SELECT 1 FROM relay_queue q WHERE q.delivery_id = d.key
          AND q.state = 0 AND q.body ->> 'action' = 'DELIVERY_VALIDATED')`,
  );
  const late = database.prepare<[string], { count: number }>(
    `SELECT count(*) AS count FROM entities WHERE day < ? AND body ->> 'status' IN ('PENDING', 'FAILED')`,
  );
  const attention = database.prepare<
    [number],
    { body: string; error_code: string; ended_at: number; reference: string | null; user_name: string | null }
  >(
    `SELECT q.body, q.error_code, q.ended_at, d.user_name, e.body ->> 'reference' AS reference
     FROM relay_queue q LEFT JOIN devices d ON d.device_id = q.device_id
       LEFT JOIN entities e ON e.kind = 'deliveries' AND e.key = q.body ->> 'entity_id'
     WHERE q.error_code IS NOT NULL AND q.answered_at IS NULL ORDER BY q.ended_at DESC LIMIT ?`,
  );

  const taken = database.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) AS id FROM relay_queue');
  const cursor = database.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'cursor'");

  let history: Sample[] = [];
  return {
    /** How far what was handed in here, and what HQ has said, has come: another text, other rows. */
    progress: (): string => `${taken.get()?.id ?? 0} ${cursor.get()?.value ?? ''}`,
    queue(nowMs: number): Queue {
      const first = oldest.get()?.received_at;
      const count = waiting.get()?.waiting ?? 0;
      history = withSample(history, { at: nowMs, waiting: count });
      return {
        waiting: count,
        history: history.map((sample) => ({ at: isoTime(sample.at), waiting: sample.waiting })),
        oldest_at: first === undefined ? null : isoTime(first),
        forwarded_today: forwarded.get(startOfDay(nowMs))?.count ?? 0,
      };
    },
    phones: (): KnownPhone[] =>
      phones.all(PHONES_SHOWN).map(({ device_id, at, ...phone }) => ({
        ...phone,
        device_id: blobUuid(device_id),
        last_seen_at: isoTime(at),
      })),
    phonesTotal: (): number => phonesTotal.get()?.count ?? 0,
    deliveriesOf(day: string): Counts {
      const of = new Map(counts.all(day).map(({ status, count }) => [status, count]));
      return {
        planned: [...of.values()].reduce((sum, count) => sum + count, 0),
        validated: of.get('VALIDATED') ?? 0,
        partial: of.get('PARTIAL') ?? 0,
        failed: of.get('FAILED') ?? 0,
        cancelled: of.get('CANCELLED') ?? 0,
        handed_in: handedIn.get(day)?.count ?? 0,
        late: late.get(day)?.count ?? 0,
      };
    },
    attentionTotal: (): number => attentionTotal.get()?.count ?? 0,
    attention: (): DesktopAttention[] =>
      attention.all(ATTENTION_SHOWN).map(({ body, error_code, ended_at, reference, user_name }) => {
        const { id, action, entity_id } = JSON.parse(body) as { id: string; action: string; entity_id: string };
        return { event_id: id, action, entity_id, reference, user_name, error_code, at: isoTime(ended_at) };
      }),
  };
}

/** Algiers is an hour ahead of UTC all year round. */
const startOfDay = (nowMs: number): number => Date.parse(`${algiersDay(nowMs)}T00:00:00.000+01:00`);
