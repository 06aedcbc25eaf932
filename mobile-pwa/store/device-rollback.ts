import type { Checkpoint } from '#shared/contract/sync.ts';
import type { OwnEvent } from '#shared/domain/checkpoint.ts';
import { isRolledBack } from '#shared/domain/device-rollback.ts';
import { journalHead } from './journal.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** Notes it where a checkpoint, whose signature has been verified, shows that this phone was put back to an earlier copy. */
export function noteRollback(sql: Sql, checkpoint: Checkpoint, deviceId: string): void {
  if (wasRolledBack(sql)) return;
  const ends = JSON.stringify([checkpoint.up_to, ...checkpoint.received_above.map(({ to }) => to)]);
  const own = sql.all<OwnEvent>(
    `SELECT seq, checksum FROM sync_queue WHERE device_id = ?1 AND seq IN (SELECT value FROM json_each(?2))
     UNION ALL SELECT seq, checksum FROM sync_archive WHERE device_id = ?1 AND seq IN (SELECT value FROM json_each(?2))`,
    [deviceId, ends],
  );
  if (isRolledBack(checkpoint, journalHead(sql), own)) writeMeta(sql, 'put_back', String(checkpoint.iat));
}

/** This phone must never number anything under its device's name again. */
export const wasRolledBack = (sql: Sql): boolean => readMeta(sql, 'put_back') !== null;

/** The device that numbers what is recorded from now on, where this phone was put back; null before the first event. */
export const successorId = (sql: Sql): string | null => readMeta(sql, 'successor_id');

/** Another device goes on with the numbering, from 1: what is in the queue stays under the name of the one before. */
export function succeed(sql: Sql, deviceId: string): void {
  if (successorId(sql) === deviceId) return;
  sql.transaction(() => {
    writeMeta(sql, 'successor_id', deviceId);
    writeMeta(sql, 'journal_seq', null);
    writeMeta(sql, 'journal_checksum', null);
  });
}

/** Which of these devices of before still have something in the queue. */
export function withQueue(sql: Sql, deviceIds: string[]): string[] {
  return sql
    .all<{ id: string }>(
      'SELECT DISTINCT device_id AS id FROM sync_queue WHERE device_id IN (SELECT value FROM json_each(?))',
      [JSON.stringify(deviceIds)],
    )
    .map(({ id }) => id);
}
