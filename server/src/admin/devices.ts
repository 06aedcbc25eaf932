import type { Device } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { wipeOrderFor } from '../identity/revoked.ts';
import { revokeSessions } from '../identity/sessions.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import { inTransaction } from '../store/database.ts';
import { change } from './say.ts';

/**
 * Revokes a device for good: its sessions end, it is asked to wipe itself at its next call, and every hub is told. A
 * device that is revoked already stays as it is.
 */
export function revokeDevice(deps: ServerDeps, id: string, reason: string): Promise<Result<Device, RequestError>> {
  return inTransaction(deps.database, async (tx) => {
    const found = await tx.query<Device>(`SELECT ${columns.DEVICE} FROM devices dv WHERE dv.id = $1 FOR UPDATE`, [id]);
    const device = found.rows[0];
    if (!device) return refuse('NOT_FOUND', `There is no device ${id}.`);
    if (!device.is_active) return ok(device);
    const revoked_at = isoTime(deps.clock.now());
    const updated = await tx.query<Device>(
      `UPDATE devices dv SET is_active = false, revoked_at = $2, revoke_reason = $3, wipe_state = 'ASKED'
       WHERE dv.id = $1 RETURNING ${columns.DEVICE}`,
      [id, revoked_at, reason],
    );
    await revokeSessions(tx, id);
    // A lost phone may turn up in any yard, so every hub carries this and the signed order; no device is served it.
    const depots = await tx.query<{ id: number }>('SELECT id FROM depots ORDER BY id');
    const hubDepots = depots.rows.map((depot) => depot.id);
    const wipe_order = await wipeOrderFor(deps.keys, { id, revoked_at, revoke_reason: reason });
    const subject = { entity_type: 'DEVICE', entity_id: id, action: 'DEVICE_REVOKED' } as const;
    await appendChanges(tx, [change(deps, subject, { device_id: id, wipe_order }, {}, hubDepots)]);
    return ok(updated.rows[0] as Device);
  });
}
