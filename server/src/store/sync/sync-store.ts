import { ok, refuse } from '#shared/contract/errors.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { emptyJournal, type Journal, lowestGaps } from '#shared/domain/journal.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type Caller, callerId } from '#shared/sync-server/caller.ts';
import type { NodeStatus, SyncStore } from '#shared/sync-server/sync-store.ts';
import type { Database } from '../database.ts';
import { accept } from './accept.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { type SignCheckpoint, signedCheckpoints } from './checkpoint.ts';
import { deviceStatus, pullChanges } from './pull.ts';
import { scopeSnapshot } from './snapshot.ts';

export interface PostgresSyncStoreDeps extends AcceptDeps {
  signCheckpoint: SignCheckpoint;
}

/** The server's side of the contract on PostgreSQL: what is accepted here is decided here. */
export function postgresSyncStore(deps: PostgresSyncStoreDeps): SyncStore {
  const { database, clock, ids, signCheckpoint } = deps;
  const checkpoints = (deviceIds: string[], depotId: number | null) =>
    signedCheckpoints(database, deviceIds, depotId, clock.now(), signCheckpoint);
  return {
    keysOf: (deviceIds) => keysOf(database, deviceIds),

    async accept(batch) {
      const accepted = await accept(batch, deps);
      if (!accepted.ok || batch.caller.kind !== 'hub') return accepted;
      // Of devices that have signed something here: a hub that makes up an event in a device's name learns nothing of it.
      const genuine = batch.events.filter(({ vouch }) => vouch === 'valid');
      const origins = [...new Set(genuine.map(({ event }) => event.device_id))];
      return ok({ ...accepted.value, checkpoints: await checkpoints(origins, null) });
    },

    async changes(caller, since, limit, deviceId) {
      const page = await pullChanges(database, caller, since, limit, () => ids.uuid().replaceAll('-', ''));
      if (!page.ok) return page;
      const [checkpoint = null] = await checkpoints([deviceId], caller.kind === 'hub' ? caller.depotId : null);
      if (checkpoint === null && deviceId !== callerId(caller)) {
        return refuse('FORBIDDEN', 'The device is not one of this hub’s depot.');
      }
      return ok({
        ...page.value,
        device_status: await deviceStatus(database, caller),
        checkpoint,
      });
    },

    snapshot: (caller, page) => scopeSnapshot(database, caller, page, clock.now()),
    status: (caller) => nodeStatus(database, caller, isoTime(clock.now())),
  };
}

/** Public keys of devices that the server knows. */
export async function keysOf(database: Database, deviceIds: string[]): Promise<Map<string, PublicKey>> {
  const { rows } = await database.query<{ id: string; public_key: PublicKey }>(
    'SELECT id, public_key FROM devices WHERE id = ANY ($1::uuid[])',
    [deviceIds],
  );
  return new Map(rows.map(({ id, public_key }) => [id, public_key]));
}

async function nodeStatus(database: Database, caller: Caller, now: string): Promise<NodeStatus> {
  const { rows } = await database.query<Journal & { waiting: number; is_active: boolean }>(
    `SELECT d.is_active, coalesce(j.complete_up_to, 0) AS complete_up_to, j.checksum, coalesce(j.runs, '[]') AS runs,
            (SELECT count(*) FROM events WHERE status = 'WAITING' AND device_id = d.id) AS waiting
     FROM devices d LEFT JOIN journals j ON j.device_id = d.id WHERE d.id = $1`,
    [callerId(caller)],
  );
  const row = rows[0];
  const journal: Journal = row ?? emptyJournal;
  const missing = lowestGaps(journal);
  return {
    device: {
      is_active: caller.kind === 'hub' || (row?.is_active ?? false),
      pending_events: row?.waiting ?? 0,
      journal: row ? { complete_up_to: journal.complete_up_to, missing, as_of: now } : null,
    },
    sync_required: missing.length > 0,
    upstream: null,
  };
}
