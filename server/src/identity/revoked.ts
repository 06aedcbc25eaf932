import { type RequestError, refuse } from '#shared/contract/errors.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Queryable } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';
import type { ServerKeys } from './keys.ts';
import { signWipeOrder } from './tokens.ts';

export interface RevokedDevice {
  id: string;
  revoked_at: string | null;
  revoke_reason: string | null;
  wipe_state: string | null;
}

/** The signed order that alone makes a device erase itself. */
export const wipeOrderFor = (keys: ServerKeys, device: Omit<RevokedDevice, 'wipe_state'>): Promise<string> =>
  signWipeOrder(keys, {
    device_id: device.id,
    reason: device.revoke_reason ?? '',
    iat: Math.floor(Date.parse(device.revoked_at ?? '1970-01-01') / 1000),
  });

/** Tells a revoked device so, with its order, and notes when it was first told. `database`: the transaction under way, if any. */
export async function refuseRevoked(
  deps: Pick<ServerDeps, 'database' | 'keys' | 'clock'>,
  device: RevokedDevice,
  database: Queryable = deps.database,
): Promise<{ ok: false; error: RequestError }> {
  if (device.wipe_state === 'ASKED') {
    await database.query(
      `UPDATE devices SET wipe_state = 'TOLD', wipe_told_at = $2 WHERE id = $1 AND wipe_state = 'ASKED'`,
      [device.id, isoTime(deps.clock.now())],
    );
  }
  const wipe_order = await wipeOrderFor(deps.keys, device);
  return refuse('DEVICE_REVOKED', 'This device was revoked: hand it in at your depot.', { wipe: true, wipe_order });
}
