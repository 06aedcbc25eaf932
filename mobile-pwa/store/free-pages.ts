import type { Sql } from './sql.ts';

/** Pages of 4 KiB given back at one start (8 MiB), and what is left for the next days (2 MiB). */
const STEP_PAGES = 2_000;
const RESERVE_PAGES = 512;
/** A file that holds more than this many used pages (32 MiB) is not written anew while its person waits. */
const REWRITE_PAGES = 8_192;
const INCREMENTAL = 2;

const autoVacuum = (sql: Sql): number => sql.all<{ auto_vacuum: number }>('PRAGMA auto_vacuum')[0]?.auto_vacuum ?? 0;
const pageCount = (sql: Sql): number => sql.all<{ page_count: number }>('PRAGMA page_count')[0]?.page_count ?? 0;
const freePages = (sql: Sql): number =>
  sql.all<{ freelist_count: number }>('PRAGMA freelist_count')[0]?.freelist_count ?? 0;

/**
 * Photos and archived events that have left leave room in the file, which counts against what the browser allows. A file
 * of an earlier version is written anew once, so that it can give room back at all; a full phone does without.
 */
export function giveBackPages(sql: Sql): void {
  if (autoVacuum(sql) !== INCREMENTAL && !rewrite(sql)) return;
  // The phone's SQLite takes one page a call, whatever it is asked for.
  const spare = Math.min(STEP_PAGES, freePages(sql) - RESERVE_PAGES);
  if (spare <= 0) return;
  sql.transaction(() => {
    for (let page = 0; page < spare; page += 1) sql.exec('PRAGMA incremental_vacuum(1)');
  });
}

function rewrite(sql: Sql): boolean {
  if (pageCount(sql) - freePages(sql) > REWRITE_PAGES) return false;
  try {
    sql.exec('PRAGMA auto_vacuum = INCREMENTAL');
    sql.exec('VACUUM');
  } catch {
    // Whole or not at all: without room for a copy the file stays as it was.
  }
  return autoVacuum(sql) === INCREMENTAL;
}
