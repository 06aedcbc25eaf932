import { LIMITS } from '#shared/contract/limits.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import type { DeviceStore, NodeRef } from '#shared/sync-client/device-store.ts';
import { BATCH_BYTES } from '#shared/sync-client/push.ts';
import type { RescueOutbox } from '#shared/sync-client/rescue.ts';
import { reinstateAll } from './archive.ts';
import type { Sql } from './sql.ts';
import { clearTables } from './tables.ts';

/**
 * Erases at once all that a person could read and that HQ has anyway: the caches, drafts, and the photos that HQ has. What
 * is not handed in yet stays to be rescued, and so does what was handed in before: a server that came back from a backup
 * may have forgotten it, and tells a revoked phone nothing of that. Erasing twice is harmless.
 */
export function eraseCaches(sql: Sql, deviceId: string): void {
  sql.transaction(() => {
    reinstateAll(sql, deviceId);
    clearTables(sql, 'cache', 'user', 'traffic');
    sql.exec(`
      DELETE FROM blob_refs WHERE sha256 IN (SELECT sha256 FROM blobs WHERE at_server = 1);
      DELETE FROM blob_bytes WHERE sha256 NOT IN (SELECT sha256 FROM blob_refs);
      DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM blob_refs);
      UPDATE sync_queue SET retry_count = 0;`);
  });
  sql.all('PRAGMA wal_checkpoint(TRUNCATE)');
}

/**
 * How many events of this device, and photos, are still to be handed in before the phone may erase itself. Of devices that
 * this phone was before, and whose token it still has, those that no node has taken, refused or choked on.
 */
export function leftToRescue(sql: Sql, deviceId: string, former: string[]): number {
  const [row] = sql.all<{ n: number }>(
    `SELECT (SELECT count(*) FROM sync_queue WHERE device_id = ?)
          + (SELECT count(*) FROM sync_queue WHERE device_id IN (SELECT value FROM json_each(?)) AND custody = 'device'
               AND id NOT IN (SELECT event_id FROM sync_offers WHERE outcome <> 'acked'))
          + (SELECT count(*) FROM blobs WHERE at_server = 0) AS n`,
    [deviceId, JSON.stringify(former)],
  );
  return row?.n ?? 0;
}

/** The queue as a wipe empties it: whatever was said about an event before, it is offered to whoever is there. */
export function phoneRescue(sql: Sql, store: DeviceStore): RescueOutbox {
  const everything: NodeRef = { kind: 'server', url: 'rescue' };
  return {
    next: () => store.nextBatch(everything, LIMITS.eventsPerPush, BATCH_BYTES),
    async rescued(ids) {
      sql.exec('DELETE FROM sync_queue WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]);
    },
    async refused(ids) {
      const list = JSON.stringify(ids);
      sql.transaction(() => {
        sql.exec('UPDATE sync_queue SET retry_count = retry_count + 1 WHERE id IN (SELECT value FROM json_each(?))', [
          list,
        ]);
        sql.exec('DELETE FROM sync_queue WHERE retry_count >= ? AND id IN (SELECT value FROM json_each(?))', [
          LIMITS.rescueOffers,
          list,
        ]);
      });
    },
  };
}

/** Photos as a wipe hands them in: one that a node has, or will never take, is erased. */
export function photoRescue(sql: Sql, outbox: BlobOutbox): BlobOutbox {
  const erase = async (_node: NodeRef, sha256: string): Promise<void> =>
    sql.transaction(() => {
      sql.exec('DELETE FROM blob_bytes WHERE sha256 = ?', [sha256]);
      sql.exec('DELETE FROM blobs WHERE sha256 = ?', [sha256]);
    });
  return { waiting: outbox.waiting, read: outbox.read, recordHeld: erase, setAside: erase };
}
