import { checksumBlob, uuidBlob } from '#hub/store/blobs.ts';
import { openHubDatabase } from '#hub/store/hub-database.ts';
import { insertRows } from '#hub/store/insert-rows.ts';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';

const FILL_AT_ONCE = 50_000;
/** Times in the ids of the fill, so that they rise as phones' ids do. */
const FIRST_MS = 1_763_800_000_000;

/**
 * Puts a backlog into a hub that is not running, as if phones had handed it in: `events` first, which the server will
 * take, then as many again of one event's text under new ids as make up `total`.
 */
export function fillQueue(dataDir: string, total: number, events: SignedEvent[]): void {
  const opened = openHubDatabase(dataDir);
  if (!opened.ok) throw new Error(opened.error);
  const database = opened.value;
  database.pragma('synchronous = OFF');
  const insert = insertRows(
    database,
    'INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms)',
    6,
  );
  const sample = events[0] as SignedEvent;
  const device = uuidBlob(sample.event.device_id);
  const fill = database.prepare(
    `WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
     INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms)
     SELECT unhex(printf('%012x', ?3 + i) || hex(randomblob(10))), ?4, randomblob(32), ?5, ?3 + i, 0 FROM n`,
  );
  const count = database.prepare(
    `INSERT INTO waiting_counts (device_id, waiting) VALUES (?, ?)
     ON CONFLICT (device_id) DO UPDATE SET waiting = waiting + excluded.waiting`,
  );
  database.transaction(() => {
    insert(
      events.map(({ event, text }) => [
        uuidBlob(event.id),
        uuidBlob(event.device_id),
        checksumBlob(event.checksum),
        text,
        FIRST_MS,
        0,
      ]),
    );
    for (const { event } of events) count.run(uuidBlob(event.device_id), 1);
  })();
  for (let from = events.length; from < total; from += FILL_AT_ONCE) {
    const to = Math.min(from + FILL_AT_ONCE, total);
    fill.run({ 1: BigInt(from), 2: BigInt(to), 3: BigInt(FIRST_MS), 4: device, 5: sample.text });
    count.run(device, to - from);
  }
  database.close();
}
