import type { WipeReport } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { blobUuid, uuidBlob, uuidList } from './blobs.ts';
import type { HubDatabase } from './hub-database.ts';

/** A confirmation that waits for the server, with the token by which the device gave it. */
export interface WaitingConfirmation {
  device_id: string;
  token: string;
}

/** What this hub has told revoked devices, and what they have told it, until the server knows it too. */
export function wipeStore(database: HubDatabase) {
  const told = database.prepare(
    'UPDATE revoked_devices SET told_at = ? WHERE device_id = ? AND told_at IS NULL AND wipe_order IS NOT NULL',
  );
  const untold = database.prepare<[number], { device_id: Buffer; told_at: number }>(
    'SELECT device_id, told_at FROM revoked_devices WHERE told_at IS NOT NULL AND told_sent = 0 LIMIT ?',
  );
  const lacking = database.prepare<[number], { device_id: Buffer }>(
    'SELECT device_id FROM revoked_devices WHERE wipe_order IS NULL LIMIT ?',
  );
  const sent = database.prepare(
    'UPDATE revoked_devices SET told_sent = 1 WHERE device_id IN (SELECT unhex(value) FROM json_each(?))',
  );
  const confirm = database.prepare('UPDATE revoked_devices SET wiped_token = ? WHERE device_id = ?');
  const confirmed = database.prepare<[], { device_id: Buffer; wiped_token: string }>(
    'SELECT device_id, wiped_token FROM revoked_devices WHERE wiped_token IS NOT NULL',
  );
  const max = LIMITS.wipesPerReport;
  return {
    /** The order leaves in an answer; the first time counts, and is true. */
    told: (deviceId: string, nowMs: number): boolean => told.run(nowMs, uuidBlob(deviceId)).changes === 1,
    report: (): WipeReport => ({
      told: untold
        .all(max)
        .map(({ device_id, told_at }) => ({ device_id: blobUuid(device_id), told_at: isoTime(told_at) })),
      orders_for: lacking.all(max).map(({ device_id }) => blobUuid(device_id)),
    }),
    reported: ({ told }: WipeReport): void => {
      sent.run(uuidList(told.map(({ device_id }) => device_id)));
    },
    /** The device has erased itself, and the server cannot be told now. On disk when it returns. */
    keepConfirmation: ({ device_id, token }: WaitingConfirmation): void => {
      confirm.run(token, uuidBlob(device_id));
    },
    confirmations: (): WaitingConfirmation[] =>
      confirmed.all().map(({ device_id, wiped_token }) => ({ device_id: blobUuid(device_id), token: wiped_token })),
    forgetConfirmation: (deviceId: string): void => {
      confirm.run(null, uuidBlob(deviceId));
    },
  };
}

export type WipeStore = ReturnType<typeof wipeStore>;
