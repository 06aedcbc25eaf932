import type { Checkpoint } from '#shared/contract/sync.ts';
import { uuidBlob } from './blobs.ts';
import type { HubDatabase } from './hub-database.ts';

/** A checkpoint whose signature this hub has verified, and the words to hand on. */
export interface CarriedCheckpoint {
  jws: string;
  claims: Checkpoint;
}

/** What the hub carries home for the depot's devices: the newest checkpoint of each, and who is revoked. */
export function checkpointShelf(database: HubDatabase) {
  const put = database.prepare(
    `INSERT INTO checkpoints (device_id, jws, claims, iat) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id) DO UPDATE SET jws = excluded.jws, claims = excluded.claims, iat = excluded.iat
     WHERE excluded.iat >= iat`,
  );
  const get = database.prepare<[Buffer], { jws: string; claims: string }>(
    'SELECT jws, claims FROM checkpoints WHERE device_id = ?',
  );
  const revoke = database.prepare('INSERT OR IGNORE INTO revoked_devices (device_id) VALUES (?)');
  const isRevoked = database.prepare<[Buffer], object>('SELECT 1 FROM revoked_devices WHERE device_id = ?');
  return {
    put({ jws, claims }: CarriedCheckpoint): void {
      put.run(uuidBlob(claims.device_id), jws, JSON.stringify(claims), claims.iat);
    },
    get(deviceId: string): CarriedCheckpoint | null {
      const row = get.get(uuidBlob(deviceId));
      return row ? { jws: row.jws, claims: JSON.parse(row.claims) as Checkpoint } : null;
    },
    revoke(deviceId: string): void {
      revoke.run(uuidBlob(deviceId));
    },
    isRevoked: (deviceId: string): boolean => isRevoked.get(uuidBlob(deviceId)) !== undefined,
  };
}

export type CheckpointShelf = ReturnType<typeof checkpointShelf>;
