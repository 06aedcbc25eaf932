import { type RequestError, refuse } from '#shared/contract/errors.ts';
import type { Queryable } from '../store/database.ts';
import type { ServerKeys } from './keys.ts';
import { signWipeOrder } from './tokens.ts';

export interface RevokedDevice {
  id: string;
  revoked_at: string | null;
  revoke_reason: string | null;
  wipe_state: string | null;
}

/** Tells a revoked device so, with the signed order that alone makes it erase itself, and notes that it was told. */
export async function refuseRevoked(
  database: Queryable,
  keys: ServerKeys,
  device: RevokedDevice,
): Promise<{ ok: false; error: RequestError }> {
  if (device.wipe_state === 'ASKED') {
    await database.query(`UPDATE devices SET wipe_state = 'TOLD' WHERE id = $1 AND wipe_state = 'ASKED'`, [device.id]);
  }
  const iat = Math.floor(Date.parse(device.revoked_at ?? '1970-01-01') / 1000);
  const wipe_order = await signWipeOrder(keys, { device_id: device.id, reason: device.revoke_reason ?? '', iat });
  return refuse('DEVICE_REVOKED', 'This device was revoked: hand it in at your depot.', { wipe: true, wipe_order });
}
