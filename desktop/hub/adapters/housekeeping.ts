import { schedule } from 'node-cron';
import { LIMITS } from '#shared/contract/limits.ts';
import { cursorOf, parseCursor } from '#shared/contract/sync.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import { tidyBlobs } from '../store/hub-blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { metaOf } from '../store/meta.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Rows of one transaction: a push that comes meanwhile waits for no more than this. */
const CHUNK = 5_000;

/**
 * Forgets what is no longer needed: events that the server has had for 30 days, batch ids, and words older than that.
 * What waits for the server is never forgotten.
 */
export function tidy(database: HubDatabase, clock: Clock): void {
  const before = clock.now() - LIMITS.batchMemoryDays * DAY_MS;
  chunked(
    database,
    'DELETE FROM relay_queue WHERE id IN (SELECT id FROM relay_queue WHERE state = 1 AND ended_at < ? LIMIT ?)',
    before,
  );
  chunked(
    database,
    'DELETE FROM batches WHERE (device_id, batch_id) IN (SELECT device_id, batch_id FROM batches WHERE taken_at < ? LIMIT ?)',
    before,
  );
  forgetWords(database, isoTime(before));
}

function chunked(database: HubDatabase, sql: string, before: number): void {
  const statement = database.prepare(sql);
  while (statement.run(before, CHUNK).changes === CHUNK);
}

/** Old words leave, and the floor rises with them: a phone that would need them takes a snapshot instead. */
function forgetWords(database: HubDatabase, before: string): void {
  const meta = metaOf(database);
  const last = database.prepare<[string], { pos: number | null }>(
    'SELECT max(pos) AS pos FROM changes WHERE occurred_at < ?',
  );
  database
    .transaction(() => {
      const pos = last.get(before)?.pos ?? null;
      const cursor = parseCursor(meta.get('cursor') ?? '');
      const floor = parseCursor(meta.get('floor') ?? '');
      if (pos === null || !cursor) return;
      database.prepare('DELETE FROM changes WHERE pos <= ?').run(pos);
      database.prepare('DELETE FROM change_audience WHERE pos <= ?').run(pos);
      // Ends that came with the snapshot lie below its floor, which never sinks.
      meta.set('floor', cursorOf(cursor.epoch, Math.max(pos, floor?.pos ?? 0)));
    })
    .immediate();
}

/** Tidies at the start and every night. Returns what ends it. */
export function keepTidy(database: HubDatabase, blobs: BlobFiles, clock: Clock, log: Log): { stop(): void } {
  const tidyAll = () => {
    tidy(database, clock);
    tidyBlobs(database, blobs, clock).catch((error: unknown) => log.warn({ err: error }, 'old photos were not tidied'));
  };
  tidyAll();
  const task = schedule('17 3 * * *', tidyAll);
  return { stop: () => void task.stop() };
}
