import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Checkpoint, parseCursor } from '#shared/contract/sync.ts';
import { coveredSeqs, type OwnEvent } from '#shared/domain/checkpoint.ts';
import { settleBlobs } from './blobs.ts';
import { noteRollback } from './device-rollback.ts';
import { insertQueued } from './journal.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';
import { unsayRefusals } from './unverified-hub-data.ts';

/**
 * Purges events whose custody has passed to the server. They leave the queue, and are kept a while all the same: counted
 * from `serverTime`, since a phone's clock that leaps would forget them before their time.
 */
export function archive(sql: Sql, ids: string[], by: 'ack' | 'checkpoint', serverTime: string): void {
  noteServerTime(sql, serverTime);
  if (ids.length === 0) return;
  const list = JSON.stringify(ids);
  // The server acks what it takes: a refusal that some hub has told was none.
  if (by === 'ack') unsayRefusals(sql, ids);
  sql.exec(
    `INSERT OR REPLACE INTO sync_archive (id, entity_type, entity_id, action, occurred_at, user_id, device_id, seq, checksum,
                                          body, outcome, error_code, purged_at, purged_by)
     SELECT id, entity_type, entity_id, action, occurred_at, user_id, device_id, seq, checksum, body, outcome, error_code, ?, ?
     FROM sync_queue WHERE id IN (SELECT value FROM json_each(?))`,
    [serverTime, by, list],
  );
  sql.exec('DELETE FROM sync_queue WHERE id IN (SELECT value FROM json_each(?))', [list]);
  // What the server refused to this phone itself is not told anew.
  sql.exec(
    `DELETE FROM sync_offers WHERE outcome <> 'refused_by_server' AND event_id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  // What some hub could not take or refused needs nobody any more, now that the server has it.
  sql.exec(
    `DELETE FROM inbox WHERE event_id IN (SELECT id FROM sync_archive WHERE coalesce(outcome, 'APPLIED') = 'APPLIED')
                       AND event_id IN (SELECT value FROM json_each(?))`,
    [list],
  );
}

function noteServerTime(sql: Sql, serverTime: string): void {
  if (serverTime > (readMeta(sql, 'server_time') ?? '')) writeMeta(sql, 'server_time', serverTime);
}

type Kept = OwnEvent & { id: string; queued: number };

/**
 * Acts on a checkpoint whose signature has been verified: what it covers, by our own checksums, is purged. After the
 * server's epoch has changed (it came back from a backup), what it does not cover is taken out of the archive and
 * offered again; an older checkpoint, which some hub may still carry, then speaks of a server that is no more.
 */
export function obeyCheckpoint(sql: Sql, checkpoint: Checkpoint, deviceId: string): void {
  const signedAt = new Date(checkpoint.iat * 1_000).toISOString();
  const epochChangedAt = readMeta(sql, 'epoch_changed_at');
  if (!isOfThisEpoch(sql, checkpoint, epochChangedAt)) return;
  noteRollback(sql, checkpoint, deviceId);
  settleBlobs(sql, checkpoint, deviceId);
  // On most days there is nothing left to purge, and the archive need not be read every ten seconds.
  if (epochChangedAt === null && sql.all('SELECT 1 FROM sync_queue LIMIT 1').length === 0) return;
  const kept = sql.all<Kept>(
    `SELECT id, seq, checksum, 1 AS queued FROM sync_queue WHERE device_id = ?1
     UNION ALL SELECT id, seq, checksum, 0 FROM sync_archive WHERE device_id = ?1`,
    [deviceId],
  );
  const covered = new Set(coveredSeqs(checkpoint, kept));
  const held = kept.filter(({ seq, queued }) => queued === 1 && covered.has(seq));
  archive(
    sql,
    held.map(({ id }) => id),
    'checkpoint',
    signedAt,
  );
  if (epochChangedAt === null) return;
  const forgotten = kept.filter(({ seq, queued }) => queued === 0 && !covered.has(seq));
  reinstate(
    sql,
    forgotten.map(({ id }) => id),
  );
  writeMeta(sql, 'epoch_changed_at', null);
}

/** By what the server has signed, if it says: when a snapshot was made is anybody's claim who carries one. */
function isOfThisEpoch(sql: Sql, { epoch, iat }: Checkpoint, changedAt: string | null): boolean {
  if (epoch !== undefined) return epoch === parseCursor(readMeta(sql, 'cursor') ?? '')?.epoch;
  return changedAt === null || iat * 1_000 >= Math.floor(Date.parse(changedAt) / 1_000) * 1_000;
}

/** Takes events out of the archive, to be offered again. */
function reinstate(sql: Sql, ids: string[]): void {
  if (ids.length === 0) return;
  const list = JSON.stringify(ids);
  const texts = sql.all<{ body: string }>(
    'SELECT body FROM plain_sync_archive WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq',
    [list],
  );
  sql.exec('DELETE FROM sync_archive WHERE id IN (SELECT value FROM json_each(?))', [list]);
  insertQueued(
    sql,
    texts.map(({ body }) => body),
  );
}

/** As `reinstate`, everything of one device. Part of a transaction. */
export function reinstateAll(sql: Sql, deviceId: string): void {
  const all = sql.all<{ id: string }>('SELECT id FROM sync_archive WHERE device_id = ?', [deviceId]);
  reinstate(
    sql,
    all.map(({ id }) => id),
  );
}

/**
 * Forgets what is past its time by the server's clock, never by the phone's own: archived events, and the traces of
 * deliveries and drafts that ended long ago.
 */
export function forgetOld(sql: Sql): void {
  const serverTime = readMeta(sql, 'server_time');
  if (serverTime === null) return;
  const limit = new Date(Date.parse(serverTime) - LIMITS.archiveDays * DAY_MS).toISOString();
  sql.transaction(() => {
    sql.exec('DELETE FROM sync_archive WHERE purged_at < ?', [limit]);
    sql.exec(
      'DELETE FROM sync_offers WHERE event_id NOT IN (SELECT id FROM sync_queue UNION ALL SELECT id FROM sync_archive)',
    );
    // What is still to be delivered, tried in vain or not, stays until it is done, cancelled or moved.
    sql.exec(`DELETE FROM cache_deliveries_pending WHERE planned_for < ? AND status NOT IN ('PENDING', 'FAILED')`, [
      limit.slice(0, 10),
    ]);
    sql.exec('DELETE FROM audit_entries WHERE event_id IS NOT NULL AND occurred_at < ?', [limit]);
    sql.exec('DELETE FROM cancelled_invoices WHERE id NOT IN (SELECT id FROM draft_invoices)');
    sql.exec('DELETE FROM cache_tours WHERE day < ?', [limit.slice(0, 10)]);
    sql.exec('DELETE FROM delivery_drafts WHERE updated_at < ?', [limit]);
    // Their times are by this phone's clock, which may have been put back: what their event still lies here for, stays.
    sql.exec(
      `DELETE FROM pending_delivery_validations
       WHERE validated_at < ?1 AND id NOT IN (SELECT id FROM sync_queue UNION ALL SELECT id FROM sync_archive)`,
      [limit],
    );
    sql.exec(
      `DELETE FROM draft_invoices WHERE status = 'REFERENCED' AND updated_at < ?1
         AND id NOT IN (SELECT entity_id FROM sync_queue UNION ALL SELECT entity_id FROM sync_archive)`,
      [limit],
    );
    sql.exec(
      `DELETE FROM inbox
       WHERE seen_at < ?1 AND event_id NOT IN (SELECT id FROM sync_queue UNION ALL SELECT id FROM sync_archive)`,
      [limit],
    );
  });
}
