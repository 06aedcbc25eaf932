import { LIMITS } from '#shared/contract/limits.ts';
import type { BootstrapResponse, Checkpoint } from '#shared/contract/sync.ts';
import type { CarriedCheckpoint } from '#shared/sync-client/checkpoint.ts';
import { uuidBlob } from './blobs.ts';
import type { HubDatabase } from './hub-database.ts';
import { headKeeper } from './signed-head.ts';

/** What the hub carries home for the depot's devices: the newest checkpoint of each, who is revoked, and whose account is closed. */
export function checkpointStore(database: HubDatabase) {
  // One that was signed later than the server's present was signed while its clock was ahead.
  const put = database.prepare(
    `INSERT INTO checkpoints (device_id, jws, claims, iat) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id) DO UPDATE SET jws = excluded.jws, claims = excluded.claims, iat = excluded.iat
     WHERE excluded.iat >= iat
       OR iat > unixepoch((SELECT value FROM meta WHERE key = 'server_time')) + ${LIMITS.tokenToleranceSeconds}`,
  );
  const get = database.prepare<[Buffer], { jws: string; claims: string }>(
    'SELECT jws, claims FROM checkpoints WHERE device_id = ?',
  );
  const missing = database.prepare(
    'UPDATE blobs SET sent_at = NULL WHERE sha256 IN (SELECT unhex(value) FROM json_each(?))',
  );
  const revoke = database.prepare(
    `INSERT INTO revoked_devices (device_id, wipe_order) VALUES (?, ?)
     ON CONFLICT (device_id) DO UPDATE SET wipe_order = excluded.wipe_order WHERE excluded.wipe_order IS NOT NULL`,
  );
  const revoked = database.prepare<[Buffer], { wipe_order: string | null }>(
    'SELECT wipe_order FROM revoked_devices WHERE device_id = ?',
  );
  const close = database.prepare('INSERT INTO closed_users (user_id) VALUES (?) ON CONFLICT DO NOTHING');
  const reopen = database.prepare('DELETE FROM closed_users WHERE user_id = ?');
  const reopenAll = database.prepare('DELETE FROM closed_users');
  const closed = database.prepare('SELECT 1 FROM closed_users WHERE user_id = ?');
  const heads = headKeeper(database);
  return {
    put(checkpoint: CarriedCheckpoint): void {
      const { jws, claims } = checkpoint;
      heads.keep(checkpoint);
      put.run(uuidBlob(claims.device_id), jws, JSON.stringify(claims), claims.iat);
      // A server that came back from a backup misses blobs that it once had.
      if (claims.missing_blobs.length > 0) missing.run(JSON.stringify(claims.missing_blobs));
    },
    /** The furthest head of the server's log that a checkpoint has named, of whichever device. */
    head: (): string | null => heads.get()?.jws ?? null,
    get(deviceId: string): CarriedCheckpoint | null {
      const row = get.get(uuidBlob(deviceId));
      return row ? { jws: row.jws, claims: JSON.parse(row.claims) as Checkpoint } : null;
    },
    /** A revocation is for ever. Its order may come later, by itself. */
    revoke(deviceId: string, wipeOrder: string | null): void {
      revoke.run(uuidBlob(deviceId), wipeOrder);
    },
    /** HQ closes an account, or opens it again. */
    setClosed(userId: number, isClosed: boolean): void {
      (isClosed ? close : reopen).run(userId);
    },
    /** A snapshot's first page says whose accounts are closed, and thereby that all others are open. */
    hearAll({ revoked_devices = [], closed_users }: Pick<BootstrapResponse, 'revoked_devices' | 'closed_users'>): void {
      for (const deviceId of revoked_devices) revoke.run(uuidBlob(deviceId), null);
      if (closed_users) reopenAll.run();
      for (const userId of closed_users ?? []) close.run(userId);
    },
    isClosed: (userId: number): boolean => closed.get(userId) !== undefined,
    isRevoked: (deviceId: string): boolean => revoked.get(uuidBlob(deviceId)) !== undefined,
    /** The server's signed order, where it came along with the revocation. */
    wipeOrder: (deviceId: string): string | null => revoked.get(uuidBlob(deviceId))?.wipe_order ?? null,
  };
}

export type CheckpointStore = ReturnType<typeof checkpointStore>;
