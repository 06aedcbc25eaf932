import type { Device } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { revoke } from '../identity/revoke-device.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { type Acted, acted, changedBy, unchanged } from './acts/act.ts';

/** An admin's revocation, with its reason. A device that is revoked already stays as it is. */
export async function revokeDevice(
  tx: Transaction,
  deps: ServerDeps,
  id: string,
  reason: string,
): Promise<Result<Acted<Device>, RequestError>> {
  // Before the device, as everybody does, and as whoever decides its events does: each event is judged wholly before
  // or wholly behind the revocation.
  await tx.query('SELECT FROM users WHERE id = (SELECT user_id FROM devices WHERE id = $1) FOR UPDATE', [id]);
  const found = await tx.query<Device>(`SELECT ${columns.DEVICE} FROM devices dv WHERE dv.id = $1 FOR NO KEY UPDATE`, [
    id,
  ]);
  const device = found.rows[0];
  if (!device) return refuse('NOT_FOUND', `There is no device ${id}.`);
  if (!device.is_active) return unchanged(device);
  const revoked = await revoke(tx, deps, id, reason);
  await appendChanges(tx, revoked.changes);
  return acted(revoked.device, changedBy({ what: 'DEVICE_REVOKED', type: 'DEVICE' }, device, revoked.device, reason));
}
