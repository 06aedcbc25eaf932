import type { Device } from '#shared/contract/entities.ts';
import type { Change } from '#shared/domain/change.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { change } from '../store/build-change.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { reviewTours } from '../store/sync/review-tours.ts';
import type { ServerDeps } from './deps.ts';
import { wipeOrderFor } from './revoked.ts';
import { revokeSessions } from './sessions.ts';
import { syncDeps } from './sync-deps.ts';

/**
 * Revokes an active device for good: its sessions end, and it is asked to wipe itself at its next call. What it lacks
 * holds up none of its user's tours any more. The changes are the caller's to append, last in its transaction.
 */
export async function revoke(
  tx: Transaction,
  deps: ServerDeps,
  id: string,
  reason: string,
): Promise<{ device: Device; changes: Change[] }> {
  const revoked_at = isoTime(deps.clock.now());
  const updated = await tx.query<Device>(
    `UPDATE devices dv SET is_active = false, revoked_at = $2, revoke_reason = $3, wipe_state = 'ASKED'
     WHERE dv.id = $1 RETURNING ${columns.DEVICE}`,
    [id, revoked_at, reason],
  );
  await revokeSessions(tx, id);
  // A lost phone may turn up in any yard, so every hub carries this and the signed order; no device is served it.
  const depots = await tx.query<{ id: number }>('SELECT id FROM depots ORDER BY id');
  const wipe_order = await wipeOrderFor(deps.keys, { id, revoked_at, revoke_reason: reason });
  const subject = { entity_type: 'DEVICE', entity_id: id, action: 'DEVICE_REVOKED' } as const;
  const device = updated.rows[0] as Device;
  const hubs = depots.rows.map((depot) => depot.id);
  const told = change(deps, subject, { device_id: id, wipe_order }, {}, hubs);
  const tours = await reviewTours(tx, { users: [device.user_id], days: [] }, syncDeps(deps));
  return { device, changes: [told, ...tours] };
}
