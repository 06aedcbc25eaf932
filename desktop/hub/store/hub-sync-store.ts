import { fail, ok, type RequestError } from '#shared/contract/errors.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import type { StatusResponse } from '#shared/contract/sync.ts';
import { lowestGaps } from '#shared/domain/journal.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { callerId } from '#shared/sync-server/caller.ts';
import type { NodeStatus, SyncStore } from '#shared/sync-server/sync-store.ts';
import { blobUuid, uuidBlob, uuidList } from './blobs.ts';
import { checkpointStore } from './checkpoint-store.ts';
import { deviceContacts } from './device-contacts.ts';
import { groupCommit } from './group-commit.ts';
import type { HubDatabase } from './hub-database.ts';
import { relayQueue } from './relay-queue.ts';
import { changeReader } from './serve-changes.ts';
import { snapshotReader } from './serve-snapshot.ts';

export interface HubSyncStoreDeps {
  database: HubDatabase;
  clock: Clock;
  depotId: number;
  upstream: () => NonNullable<StatusResponse['upstream']>;
  /** Something new lies in the queue. */
  onAccepted: () => void;
  /** Why no event is taken now; null where there is room. */
  refusal?: () => RequestError | null;
}

/** The hub's side of the contract on SQLite: custody for what goes up, a replica for what comes down. */
export function hubSyncStore(deps: HubSyncStoreDeps): SyncStore {
  const { database, clock, depotId } = deps;
  const contacts = deviceContacts(database);
  const take = groupCommit(database, relayQueue(database, clock, contacts));
  const checkpoints = checkpointStore(database);
  const readChanges = changeReader(database, depotId);
  const readSnapshot = snapshotReader(database, depotId, clock);
  const keys = database.prepare<[string], { device_id: Buffer; public_key: string }>(
    'SELECT device_id, public_key FROM devices WHERE device_id IN (SELECT unhex(value) FROM json_each(?))',
  );
  const device = database.prepare<[Buffer], { drift_ms: number }>('SELECT drift_ms FROM devices WHERE device_id = ?');
  const waiting = database.prepare<[Buffer], { waiting: number }>(
    'SELECT waiting FROM waiting_counts WHERE device_id = ?',
  );

  return {
    async keysOf(deviceIds) {
      return new Map(
        keys.all(uuidList(deviceIds)).map((row) => [blobUuid(row.device_id), JSON.parse(row.public_key) as PublicKey]),
      );
    },

    async accept(batch) {
      const refusal = batch.events.length > 0 ? (deps.refusal?.() ?? null) : null;
      if (refusal !== null) return fail(refusal);
      const accepted = await take(batch);
      if (accepted.ok && batch.events.length > 0) deps.onAccepted();
      return accepted;
    },

    async changes(caller, since, limit, deviceId) {
      contacts.called(caller, clock.now());
      const page = readChanges(caller, since, limit);
      if (!page.ok) return page;
      return ok({
        ...page.value,
        device_status: {
          is_active: !checkpoints.isRevoked(callerId(caller)),
          requires_reauth: caller.kind === 'device' && caller.expired,
          clock_drift_ms: device.get(uuidBlob(callerId(caller)))?.drift_ms ?? 0,
        },
        checkpoint: checkpoints.get(deviceId)?.jws ?? null,
      });
    },

    snapshot: readSnapshot,

    async status(caller): Promise<NodeStatus> {
      const carried = checkpoints.get(callerId(caller))?.claims;
      const pending = waiting.get(uuidBlob(callerId(caller)))?.waiting ?? 0;
      const journal = carried
        ? {
            complete_up_to: carried.up_to,
            missing: lowestGaps({
              complete_up_to: carried.up_to,
              runs: carried.received_above,
            }),
            as_of: isoTime(carried.iat * 1000),
          }
        : null;
      return {
        device: { is_active: !checkpoints.isRevoked(callerId(caller)), pending_events: pending, journal },
        sync_required: pending > 0 || (journal?.missing.length ?? 0) > 0,
        upstream: deps.upstream(),
      };
    },
  };
}
