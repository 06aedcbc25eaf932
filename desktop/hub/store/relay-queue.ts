import { type CopyErrorCode, ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { blobsNamedBy } from '#shared/domain/blob-refs.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { callerId } from '#shared/sync-server/caller.ts';
import type { AcceptedBatch, EventOutcome, IncomingBatch } from '#shared/sync-server/sync-store.ts';
import { blobUuid, checksumBlob, uuidBlob, uuidList } from './blobs.ts';
import type { DeviceContacts } from './device-contacts.ts';
import type { HubDatabase } from './hub-database.ts';
import { type Cell, insertRows } from './insert-rows.ts';

type Copy = { event_id: string; code: CopyErrorCode; text: string };

/**
 * The hub's side of a push: it takes custody and judges nothing but copies. Payloads, roles and rules are the server's;
 * an event whose key is not known here is carried all the same. Call it inside a transaction.
 */
export function relayQueue(
  database: HubDatabase,
  clock: Clock,
  contacts: DeviceContacts,
): (batch: IncomingBatch) => Result<AcceptedBatch, RequestError> {
  const writes = prepareWrites(database);
  const known = database.prepare<[string], { event_id: Buffer; checksum: Buffer }>(
    'SELECT event_id, checksum FROM relay_queue WHERE event_id IN (SELECT unhex(value) FROM json_each(?))',
  );
  const hashOf = database.prepare<[Buffer, Buffer], { content_hash: string }>(
    'SELECT content_hash FROM batches WHERE device_id = ? AND batch_id = ?',
  );

  return (batch) => {
    const now = clock.now();
    const by = uuidBlob(callerId(batch.caller));
    const hash = hashOf.get(by, uuidBlob(batch.batchId))?.content_hash;
    if (hash !== undefined && hash !== batch.contentHash) {
      return refuse('BATCH_ID_REUSED', 'This batch_id stood for another batch. Send the events again under a new one.');
    }
    if (hash === undefined) writes.batch.run(by, uuidBlob(batch.batchId), batch.contentHash, now);

    const checksums = new Map(
      known
        .all(uuidList(batch.events.map(({ event }) => event.id)))
        .map((row) => [blobUuid(row.event_id), row.checksum]),
    );
    const { outcomes, fresh, refused } = sort(batch, checksums);
    const driftMs = batch.caller.kind === 'device' ? contacts.pushed(batch.caller, now, batch.driftMs) : batch.driftMs;
    writes.events(fresh.map((item) => eventRow(item, now, driftMs)));
    writes.blobRefs(fresh.flatMap((item) => blobRefRows(item, now)));
    for (const [deviceId, count] of countByDevice(fresh)) writes.count.run(uuidBlob(deviceId), count);
    const copies = [...batch.refused, ...refused];
    writes.refused(
      copies.map(({ event_id, code, text }) => [
        now,
        callerId(batch.caller),
        event_id.slice(0, LIMITS.identifierChars),
        code,
        text,
      ]),
    );
    if (copies.length > 0) writes.trimRefused.run(LIMITS.refusedCopies);
    return ok({ outcomes });
  };
}

function sort(batch: IncomingBatch, checksums: Map<string, Buffer>) {
  const outcomes = new Map<string, EventOutcome>();
  const fresh: IncomingBatch['events'] = [];
  const refused: Copy[] = [];
  for (const item of batch.events) {
    const { event, text, vouch } = item;
    const stored = checksums.get(event.id);
    let code: CopyErrorCode | null = null;
    if (stored && !stored.equals(checksumBlob(event.checksum))) code = 'EVENT_ID_REUSED';
    else if (!stored && vouch === 'invalid') code = 'SIGNATURE_INVALID';
    else if (!stored) fresh.push(item);
    if (code) refused.push({ event_id: event.id, code, text });
    outcomes.set(event.id, code ? { kind: 'failed', code } : { kind: 'acked' });
  }
  return { outcomes, fresh, refused };
}

const eventRow = ({ event, text, vouch }: IncomingBatch['events'][number], now: number, driftMs: number): Cell[] => [
  uuidBlob(event.id),
  uuidBlob(event.device_id),
  checksumBlob(event.checksum),
  text,
  now,
  driftMs,
  vouch === 'valid' ? 1 : 0,
  event.entity_type === 'DELIVERY' ? event.entity_id : null,
];

const blobRefRows = ({ event }: IncomingBatch['events'][number], now: number): Cell[][] =>
  blobsNamedBy(event).map((name) => [checksumBlob(name), uuidBlob(event.device_id), event.entity_id, now]);

function countByDevice(events: IncomingBatch['events']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { event } of events) counts.set(event.device_id, (counts.get(event.device_id) ?? 0) + 1);
  return counts;
}

function prepareWrites(database: HubDatabase) {
  return {
    events: insertRows(
      database,
      'INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms, vouched, delivery_id)',
      8,
    ),
    blobRefs: insertRows(
      database,
      'INSERT INTO blob_refs (sha256, device_id, delivery_id, taken_at)',
      4,
      'ON CONFLICT DO NOTHING',
    ),
    refused: insertRows(database, 'INSERT INTO refused_copies (refused_at, brought_by, event_id, error_code, body)', 5),
    trimRefused: database.prepare('DELETE FROM refused_copies WHERE id <= (SELECT max(id) FROM refused_copies) - ?'),
    batch: database.prepare('INSERT INTO batches (device_id, batch_id, content_hash, taken_at) VALUES (?, ?, ?, ?)'),
    count: database.prepare(
      `INSERT INTO waiting_counts (device_id, waiting) VALUES (?, ?)
       ON CONFLICT (device_id) DO UPDATE SET waiting = waiting + excluded.waiting`,
    ),
  };
}
