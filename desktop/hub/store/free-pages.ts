import type Database from 'better-sqlite3';

/** Pages of one step, 8 MiB: a push that comes meanwhile waits for a tenth of a second at most. */
const STEP_PAGES = 2_000;
/** Left in the file (16 MiB), since the next days fill them again. */
const RESERVE_PAGES = 4_000;
/** What is written anew in a few seconds. A file that holds more is left until its old events have gone. */
const REWRITE_BYTES = 256 * 1024 * 1024;
/** The copy, the log that it goes through, and room to work on. */
const REWRITE_ROOM = 3;
const INCREMENTAL = 2;

const numberIn = (
  database: Database.Database,
  pragma: 'auto_vacuum' | 'page_count' | 'freelist_count' | 'page_size',
) => {
  switch (pragma) {
    case 'auto_vacuum':
      return database.pragma('auto_vacuum', { simple: true }) as number;
    case 'page_count':
      return database.pragma('page_count', { simple: true }) as number;
    case 'freelist_count':
      return database.pragma('freelist_count', { simple: true }) as number;
    case 'page_size':
      return database.pragma('page_size', { simple: true }) as number;
  }
};

/**
 * A file made by an earlier version can give nothing back until it has been written anew, once: at a start, before any
 * phone is served, where the disk has room for it and it takes seconds. Where it cannot be done, the file stays as it is
 * and works; the next start tries again.
 */
export function rewriteOnce(database: Database.Database, freeBytes: number): void {
  if (numberIn(database, 'auto_vacuum') === INCREMENTAL) return;
  const pages = numberIn(database, 'page_count') - numberIn(database, 'freelist_count');
  const used = pages * numberIn(database, 'page_size');
  if (used > REWRITE_BYTES || freeBytes < REWRITE_ROOM * used) return;
  try {
    database.pragma('auto_vacuum = INCREMENTAL');
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Whole or not at all: a disk that fills meanwhile leaves the file as it was.
  }
}

/** Gives pages that nothing uses back to the disk, in steps with a pause after each, until the reserve is left. */
export async function giveBackPages(database: Database.Database, pause: () => Promise<void>): Promise<void> {
  if (numberIn(database, 'auto_vacuum') !== INCREMENTAL) return;
  if (numberIn(database, 'freelist_count') <= RESERVE_PAGES) return;
  for (;;) {
    const before = numberIn(database, 'freelist_count');
    database.pragma(`incremental_vacuum(${STEP_PAGES})`);
    await pause();
    const left = numberIn(database, 'freelist_count');
    if (left <= RESERVE_PAGES || left >= before) break;
  }
  database.pragma('wal_checkpoint(TRUNCATE)');
}
