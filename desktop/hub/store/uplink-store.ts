import type { WipeOrder } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { type FailedEvent, type PushResponse, parseCursor } from '#shared/contract/sync.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { CarriedCheckpoint } from '#shared/sync-client/checkpoint.ts';
import type { DeviceStore, Outgoing } from '#shared/sync-client/device-store.ts';
import type { StatementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { blobUuid, uuidList } from './blobs.ts';
import { type CheckpointStore, checkpointStore } from './checkpoint-store.ts';
import type { HubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';
import { replicaWriter } from './replica.ts';

const WAITING = 0;
const FORWARDED = 1;
const SET_ASIDE = 2;

/** How long what the server cannot take yet lets the others go first. */
const POSTPONED_MS = 15_000;

/** Rows read at once when a batch is filled: a full batch of small events, and no more memory than that. */
interface WaitingRow {
  event_id: Buffer;
  body: string;
  received_at: number;
  drift_ms: number;
}

/**
 * The hub as a device of the server: its outbox is the relay queue, its cache the replica. The same engine drives it
 * that drives a phone. `heard`: the server says what time it is, within the transaction that keeps its answer. Clients
 * that its depot serves no more are let go.
 */
export function uplinkStore(
  database: HubDatabase,
  clock: Clock,
  { readCheckpoint, readWipeOrder }: StatementVerifier,
  { heard = () => {}, depotId = null }: { heard?: (serverTime: string) => void; depotId?: number | null } = {},
): DeviceStore {
  const meta = metaOf(database);
  const replica = replicaWriter(database, depotId);
  const checkpoints = checkpointStore(database);
  // A time further off than any that is ever set is one of a clock that was set back since.
  const waiting = database.prepare<[number, number, number], WaitingRow>(
    `SELECT event_id, body, received_at, drift_ms FROM relay_queue
     WHERE state = 0 AND not_before NOT BETWEEN ? + 1 AND ? + ${POSTPONED_MS} ORDER BY id LIMIT ?`,
  );
  const end = database.prepare(
    `UPDATE relay_queue SET state = ?, error_code = ?, ended_at = ?
     WHERE state = ${WAITING} AND event_id IN (SELECT unhex(value) FROM json_each(?))`,
  );
  const countDown = database.prepare(
    `UPDATE waiting_counts SET waiting = waiting - (
       SELECT count(*) FROM relay_queue q WHERE q.state = ${WAITING} AND q.device_id = waiting_counts.device_id
         AND q.event_id IN (SELECT unhex(value) FROM json_each(?1)))
     WHERE device_id IN (SELECT device_id FROM relay_queue WHERE event_id IN (SELECT unhex(value) FROM json_each(?1)))`,
  );
  const backlog = database.prepare<[], { backlog: number }>(
    'SELECT coalesce(sum(waiting), 0) AS backlog FROM waiting_counts',
  );

  /**
   * What the server cannot take yet goes behind the others. So does an event that was vouched for here and that the
   * server has no key for: it came back from a backup older than the device, which will sign in again.
   */
  const setBack = database.prepare<[number, string, number], { event_id: Buffer }>(
    `UPDATE relay_queue SET not_before = ? WHERE state = ${WAITING}
       AND event_id IN (SELECT unhex(value) FROM json_each(?)) AND vouched >= ? RETURNING event_id`,
  );
  const postpone = (ids: string[], onlyVouched: boolean): Set<string> =>
    new Set(
      setBack.all(clock.now() + POSTPONED_MS, uuidList(ids), onlyVouched ? 1 : 0).map((row) => blobUuid(row.event_id)),
    );
  const endAll = (ids: string[], state: number, code: string | null): void => {
    if (ids.length === 0) return;
    countDown.run({ 1: uuidList(ids) });
    end.run(state, code, clock.now(), uuidList(ids));
  };
  const comesBack = setAsideAgain(database);
  // A snapshot that is cut off begins again with its first page, so these need no disk until it is whole.
  let ends: ServerEvent[] = [];
  const inTransaction = <T>(work: () => T): T => database.transaction(work).immediate();

  return {
    async nextBatch(_node, maxEvents, maxBytes) {
      const batch: Outgoing[] = [];
      let bytes = 0;
      const now = clock.now();
      comesBack(now);
      for (const row of waiting.iterate(now, now, maxEvents)) {
        bytes += Buffer.byteLength(row.body) + 1;
        if (batch.length > 0 && bytes > maxBytes) break;
        batch.push({
          id: blobUuid(row.event_id),
          text: row.body,
          relayed: { received_at: isoTime(row.received_at), clock_drift_ms: row.drift_ms },
        });
      }
      return batch;
    },

    async recordPush(_node, _sent, answer) {
      const carried = await verifiedCheckpoints(answer, readCheckpoint);
      inTransaction(() => {
        endAll(answer.acked_event_ids, FORWARDED, null);
        const { later, final } = sortFailures(answer.failed_events);
        postpone(later, false);
        for (const [code, ids] of final) {
          const postponed = code === 'SIGNATURE_INVALID' ? postpone(ids, true) : new Set();
          const ended = ids.filter((id) => !postponed.has(id));
          endAll(ended, isTaken(code) ? FORWARDED : SET_ASIDE, code);
        }
        for (const checkpoint of carried) checkpoints.put(checkpoint);
        heard(answer.server_time);
      });
    },

    async setAside(_node, eventId, code) {
      inTransaction(() => endAll([eventId], SET_ASIDE, code));
    },

    async cursor() {
      return meta.get('stale_scope') === null ? meta.get('cursor') : null;
    },

    async applyPage(page) {
      const orders = await verifiedOrders(page.events, readWipeOrder);
      inTransaction(() => {
        replica.apply(page.events);
        noteRevocations(checkpoints, page.events, orders);
        meta.set('cursor', page.next_since);
        heard(page.server_time);
      });
    },

    async stageScope(page, first) {
      inTransaction(() => {
        replica.stage(page, first);
        if (first) ends = page.ends ?? [];
        // It holds even if this snapshot never becomes whole: a revocation is for ever.
        checkpoints.hearAll(page);
        heard(page.server_time);
      });
    },

    async commitScope(nextSince) {
      inTransaction(() => {
        if (isNewEpoch(meta.get('cursor'), nextSince)) offerAllAgain(database);
        replica.commitStaged(ends, nextSince);
      });
    },

    signedHead: async () => checkpoints.head(),

    unsent: async () => backlog.get()?.backlog ?? 0,
  };
}

/**
 * What the server could not take even alone waits again after a while: its program may have been repaired. A copy that it
 * refused stays aside, as does what a clock that was set back dates in the future only until then.
 */
function setAsideAgain(database: HubDatabase): (now: number) => void {
  const due = database.prepare<[number, number], { event_id: Buffer; device_id: Buffer }>(
    `SELECT event_id, device_id FROM relay_queue
     WHERE error_code IS NOT NULL AND state = ${SET_ASIDE} AND ended_at NOT BETWEEN ? AND ?
       AND error_code NOT IN ('INVALID_EVENT', 'CHECKSUM_MISMATCH', 'SIGNATURE_INVALID', 'EVENT_ID_REUSED')`,
  );
  const wait = database.prepare(
    `UPDATE relay_queue SET state = ${WAITING}, error_code = NULL, ended_at = NULL WHERE event_id = ?`,
  );
  const count = database.prepare('UPDATE waiting_counts SET waiting = waiting + 1 WHERE device_id = ?');
  const bringBack = database.transaction((rows: { event_id: Buffer; device_id: Buffer }[]) => {
    for (const { event_id, device_id } of rows) {
      wait.run(event_id);
      count.run(device_id);
    }
  });
  return (now) => {
    const rows = due.all(now - LIMITS.setAsideSeconds * 1_000, now);
    if (rows.length > 0) bringBack.immediate(rows);
  };
}

/** A server that came back from a backup may have forgotten what it acked. It knows an event again, or takes it. */
const offerAllAgain = (database: HubDatabase): void => {
  database.exec(
    `UPDATE relay_queue SET state = ${WAITING}, error_code = NULL, ended_at = NULL WHERE state = ${FORWARDED};
     UPDATE blobs SET sent_at = NULL;
     UPDATE queue_files SET state = 0, outcome = NULL, ended_at = NULL WHERE state = 1 AND body IS NOT NULL;
     DELETE FROM waiting_counts;
     INSERT INTO waiting_counts (device_id, waiting)
     SELECT device_id, count(*) FROM relay_queue WHERE state = ${WAITING} GROUP BY device_id`,
  );
};

/** What was handed on before the first snapshot may have been in any epoch. */
const isNewEpoch = (before: string | null, after: string): boolean =>
  parseCursor(before ?? '')?.epoch !== parseCursor(after)?.epoch;

/** A failure that says retry is no end: the event stays in the queue. The rest, by code. */
function sortFailures(failed: FailedEvent[]): { later: string[]; final: Map<string, string[]> } {
  const later: string[] = [];
  const final = new Map<string, string[]>();
  for (const { event_id, error_code, retry } of failed) {
    if (retry) later.push(event_id);
    else final.set(error_code, [...(final.get(error_code) ?? []), event_id]);
  }
  return { later, final };
}

/** The server keeps what it rejects or quarantines; a copy that it refuses, it does not have. */
const COPY_CODES = new Set(['INVALID_EVENT', 'CHECKSUM_MISMATCH', 'SIGNATURE_INVALID', 'EVENT_ID_REUSED']);
const isTaken = (code: string): boolean => !COPY_CODES.has(code);

async function verifiedCheckpoints(
  answer: PushResponse,
  read: (jws: string) => Promise<CarriedCheckpoint | null>,
): Promise<CarriedCheckpoint[]> {
  const all = await Promise.all((answer.checkpoints ?? []).map(read));
  return all.filter((checkpoint) => checkpoint !== null);
}

/** Which devices HQ has revoked, and whose accounts it has closed or opened again. */
function noteRevocations(checkpoints: CheckpointStore, events: ServerEvent[], orders: Map<string, string>): void {
  for (const { action, payload } of events) {
    const { device_id, user_id, is_active } = payload;
    if (action === 'DEVICE_REVOKED') checkpoints.revoke(String(device_id), orders.get(String(device_id)) ?? null);
    if (action === 'ACCOUNT_CHANGED' && Number.isSafeInteger(user_id)) {
      checkpoints.setClosed(user_id as number, is_active === false);
    }
  }
}

/** The signed orders in a page of changes, by the device that they are for. */
async function verifiedOrders(
  events: ServerEvent[],
  read: (jws: string) => Promise<WipeOrder | null>,
): Promise<Map<string, string>> {
  const orders = new Map<string, string>();
  for (const { action, payload } of events) {
    const jws = action === 'DEVICE_REVOKED' ? payload.wipe_order : null;
    const order = typeof jws === 'string' ? await read(jws) : null;
    if (order && typeof jws === 'string') orders.set(order.device_id, jws);
  }
  return orders;
}
