import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { HubHealth, HubHealthResponse } from '#shared/contract/hub-health.ts';
import type { Alert } from '#shared/domain/decide/plan.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { inTransaction } from '../store/database.ts';
import { depotById } from '../store/entities/depot.ts';
import { noteMade } from '../store/sync/device-claims.ts';
import { writeAlerts } from '../store/sync/write-alerts.ts';
import type { ServerDeps } from './deps.ts';

interface HubRow {
  depot_id: number;
  name: string;
  run_id: string | null;
  former_run_id: string | null;
}

/**
 * Keeps what a hub says of itself, and alerts HQ of what a person must see to. Two PCs that work as one hub are known by
 * their runs: one that began earlier, and speaks again after the later one, is told to stop.
 */
export async function takeHubHealth(
  deps: ServerDeps,
  authenticate: Authenticate,
  authorization: string | undefined,
  health: HubHealth,
): Promise<Result<HubHealthResponse, RequestError>> {
  const caller = await authenticate(authorization, 'read');
  if (!caller.ok) return caller;
  if (caller.value.kind !== 'hub') return refuse('FORBIDDEN', 'Only a hub says how it is.');
  const { hubId } = caller.value;
  const now = isoTime(deps.clock.now());
  const { said = [], ...kept } = health;
  await noteMade(deps.database, said, deps.clock.now());
  return inTransaction(deps.database, async (tx) => {
    const found = await tx.query<HubRow>(
      'SELECT depot_id, name, run_id, former_run_id FROM hubs WHERE id = $1 FOR UPDATE',
      [hubId],
    );
    const hub = found.rows[0];
    if (hub === undefined) return refuse('FORBIDDEN', 'HQ does not know this hub.');
    const superseded = health.run_id === hub.former_run_id;
    const ids = { id: () => deps.ids.uuid(), hubId };
    await writeAlerts(tx, alertsOf(hub, health, { superseded, day: now.slice(0, 10) }, ids), now);
    // The later of two is the hub: what the former says of its own disk would hide how that one is.
    const depot = await depotById(tx, hub.depot_id);
    if (superseded) return ok({ superseded, depot });
    await tx.query(
      `UPDATE hubs SET backlog = $2, health = $3, health_at = $4, run_id = $5,
         former_run_id = CASE WHEN run_id IS DISTINCT FROM $5 THEN run_id ELSE former_run_id END
       WHERE id = $1`,
      [hubId, Math.min(health.backlog, MAX_INTEGER), JSON.stringify(kept), now, health.run_id],
    );
    return ok({ superseded, depot });
  });
}

const MAX_INTEGER = 2_147_483_647;
const MEGABYTE = 1_000_000;

function alertsOf(
  { depot_id, name: hub }: HubRow,
  { disk, recovery, run_id }: HubHealth,
  { superseded, day }: { superseded: boolean; day: string },
  { id, hubId }: { id: () => string; hubId: string },
): Alert[] {
  const common = { depot_id, device_id: null, event_id: null };
  const alerts: Alert[] = [];
  if (superseded) {
    alerts.push({ ...common, id: id(), kind: 'HUB_TWICE', subject: `${hubId}.${run_id}`, details: { hub } });
  }
  if (disk.level !== 'GOOD') {
    const [free_mb, floor_mb] = [disk.free_bytes, disk.floor_bytes].map((bytes) => Math.floor(bytes / MEGABYTE));
    // Once a day, for as long as it lasts.
    const subject = `${hubId}.${day}`;
    alerts.push({ ...common, id: id(), kind: 'HUB_DISK', subject, details: { hub, free_mb, floor_mb } });
  }
  if (recovery !== null) {
    const details = { hub, at: recovery.at };
    alerts.push({ ...common, id: id(), kind: 'HUB_RECOVERED', subject: `${hubId}.${recovery.at}`, details });
  }
  return alerts;
}
