import { schedule } from 'node-cron';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { cursorOf, parseCursor } from '#shared/contract/sync.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { BlobFiles } from '../store/blob-files.ts';
import { giveBackPages } from '../store/free-pages.ts';
import { tidyBlobs } from '../store/hub-blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { metaOf } from '../store/meta.ts';

/** Rows of one transaction: a push that comes meanwhile waits for no more than this. */
const CHUNK = 5_000;

/** Lets everything that has come meanwhile be done first. Rejects once the hub ends. */
type Pause = () => Promise<void>;
const nextTurn: Pause = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Forgets what is no longer needed: events and files that the server has had for 30 days, batch ids, and changes older than that;
 * and gives the room back to the disk. What waits for the server is never forgotten. Pushes go on in between.
 */
export async function tidy(database: HubDatabase, clock: Clock, pause: Pause = nextTurn): Promise<void> {
  const before = clock.now() - LIMITS.batchMemoryDays * DAY_MS;
  await chunked(
    { database, pause },
    'DELETE FROM relay_queue WHERE id IN (SELECT id FROM relay_queue WHERE state = 1 AND ended_at < ? LIMIT ?)',
    before,
  );
  await chunked(
    { database, pause },
    'DELETE FROM batches WHERE (device_id, batch_id) IN (SELECT device_id, batch_id FROM batches WHERE taken_at < ? LIMIT ?)',
    before,
  );
  database.prepare('UPDATE queue_files SET body = NULL WHERE body IS NOT NULL AND ended_at < ?').run(before);
  await trimChangeLog(database, isoTime(before), pause);
  await forgetPapers(database, before, pause);
  await giveBackPages(database, pause);
}

/** Tours and payments of long ago. Nobody is shown them: a snapshot brings those of the last days. */
async function forgetPapers(database: HubDatabase, beforeMs: number, pause: Pause): Promise<void> {
  database
    .prepare(
      `DELETE FROM entities WHERE kind = 'tours' AND body ->> 'day' < @day
         OR kind = 'payments' AND body ->> 'collected_at' < @time`,
    )
    .run({ day: algiersDay(beforeMs), time: isoTime(beforeMs) });
  await pause();
}

interface Work {
  database: HubDatabase;
  pause: Pause;
}

async function chunked({ database, pause }: Work, sql: string, before: number): Promise<void> {
  const statement = database.prepare(sql);
  while (statement.run(before, CHUNK).changes === CHUNK) await pause();
  await pause();
}

/** Old changes leave, after the floor has risen above them: a phone that would need them takes a snapshot instead. */
async function trimChangeLog(database: HubDatabase, before: string, pause: Pause): Promise<void> {
  const floor = database.transaction(() => raiseFloor(database, before)).immediate();
  if (floor === null) return;
  await chunked(
    { database, pause },
    'DELETE FROM changes WHERE pos IN (SELECT pos FROM changes WHERE pos <= ? LIMIT ?)',
    floor,
  );
  await chunked(
    { database, pause },
    'DELETE FROM change_audience WHERE (key, pos) IN (SELECT key, pos FROM change_audience WHERE pos <= ? LIMIT ?)',
    floor,
  );
}

/** The last position that may be forgotten; null where there is none. */
function raiseFloor(database: HubDatabase, before: string): number | null {
  const meta = metaOf(database);
  const last = database.prepare<[string], { pos: number | null }>(
    'SELECT max(pos) AS pos FROM changes WHERE occurred_at < ?',
  );
  const pos = last.get(before)?.pos ?? null;
  const cursor = parseCursor(meta.get('cursor') ?? '');
  if (pos === null || !cursor) return null;
  const floor = parseCursor(meta.get('floor') ?? '');
  // Ends that came with the snapshot lie below its floor, which never sinks.
  meta.set('floor', cursorOf(cursor.epoch, Math.max(pos, floor?.pos ?? 0)));
  return pos;
}

/** Tidies at the start and every night. Returns what ends it. */
export function keepTidy(database: HubDatabase, blobs: BlobFiles, clock: Clock, log: Log): { stop(): void } {
  let stopped = false;
  let busy = false;
  const pause = async () => {
    await nextTurn();
    if (stopped) throw new Error('the hub ends');
  };
  const tidyAll = async () => {
    if (busy) return;
    busy = true;
    try {
      await tidy(database, clock, pause);
      await tidyBlobs(database, blobs, clock);
    } catch (error) {
      if (!stopped) log.warn({ err: error }, 'old events and photos were not tidied');
    } finally {
      busy = false;
    }
  };
  void tidyAll();
  const task = schedule('17 3 * * *', tidyAll);
  return {
    stop() {
      stopped = true;
      void task.stop();
    },
  };
}
