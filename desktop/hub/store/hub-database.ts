import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { freeBytesOf } from '#shared/node-app/free-bytes.ts';
import { PATHS } from '../paths.ts';
import { rewriteOnce } from './free-pages.ts';

export type HubDatabase = Database.Database;

/** The version of schema.sql. Each step that leads there stands in upgrades/<version>.sql. */
const SCHEMA_VERSION = 8;
export const DATABASE_FILE = 'hub.sqlite';
/** Checked at every start in a few hundredths of a second. */
const SMALL_BYTES = 64 * 1024 * 1024;
/** Pages of 4 KiB in the WAL before they are moved home: a page that many commits touch is then written once. */
export const CHECKPOINT_PAGES = 8_000;

/** Why a file cannot be opened. `DAMAGED`: it is no database any more, or not a whole one; a backup may help. */
export interface DatabaseFault {
  kind: 'DAMAGED' | 'UNUSABLE';
  sentence: string;
}

/** As `tryHubDatabase`, where nobody repairs anything: the error is its sentence. */
export function openHubDatabase(dataDir: string): Result<HubDatabase, string> {
  const opened = tryHubDatabase(dataDir, { isEnrolled: false });
  return opened.ok ? opened : fail(opened.error.sentence);
}

/**
 * Opens the hub's file in a data folder, making it on the first start. WAL with synchronous FULL: a commit has been
 * fsynced when it returns. A file of an earlier version is lifted to this one; one that is damaged or of a newer version
 * is left untouched, and a sentence says so.
 */
export function tryHubDatabase(
  dataDir: string,
  { isEnrolled }: { isEnrolled: boolean },
): Result<HubDatabase, DatabaseFault> {
  const path = join(dataDir, DATABASE_FILE);
  const isSuspect = isMarked(dataDir) || (isSmall(path) && existsSync(path));
  let database: HubDatabase | null = null;
  try {
    // Its log and index take their modes from it.
    closeSync(openSync(path, 'a', 0o600));
    database = new Database(path);
    const version = database.pragma('user_version', { simple: true }) as number;
    if (version > SCHEMA_VERSION) {
      database.close();
      return fail({
        kind: 'UNUSABLE',
        sentence: `${path} was written by a newer version of Manchengo Hub (${version}): update this one.`,
      });
    }
    // Of a new file, before anything is in it.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    if (isSuspect) checkHealth(database);
    // A table of a hub that was enrolled is gone only if somebody took it away.
    if (version > 0 ? !isReadable(database) : isEnrolled) throw new Damaged('its tables are gone');
    bringUpToDate(database, version);
    rewriteOnce(database, freeBytesOf(dataDir));
    unmark(dataDir);
    return ok(database);
  } catch (error) {
    database?.close();
    const reason = error instanceof Error ? error.message : String(error);
    return fail({
      kind: isDamage(error) ? 'DAMAGED' : 'UNUSABLE',
      sentence: `${path} cannot be used (${reason}). It was left untouched: restore it from a backup, or set it aside and enrol again.`,
    });
  }
}

class Damaged extends Error {}

/** Whether an error says that a file is no database, or not a whole one. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Damaged || (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code));

/** Whether the tables without which nothing works are there. */
export function isReadable(database: HubDatabase): boolean {
  const tables = database
    .prepare<[], { count: number }>(
      `SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table' AND name IN ('meta', 'relay_queue', 'devices',
         'waiting_counts', 'checkpoints', 'revoked_devices', 'batches', 'entities', 'changes', 'change_audience', 'blobs')`,
    )
    .get();
  return tables?.count === 11;
}

/** Found damaged while it ran: the next start looks at it whole, however large it is. */
const markOf = (dataDir: string): string => join(dataDir, 'damaged');
export const markDamaged = (dataDir: string): void => writeFileSync(markOf(dataDir), '');
const isMarked = (dataDir: string): boolean => existsSync(markOf(dataDir));
const unmark = (dataDir: string): void => rmSync(markOf(dataDir), { force: true });

/** Whoever closes the file takes its log away: one that lies there was left by a crash or a power cut. */
export const wasCutOff = (dataDir: string): boolean => existsSync(join(dataDir, `${DATABASE_FILE}-wal`));
const isSmall = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) < SMALL_BYTES;

/** Reads the whole file, most of a second for a million events: a large one only where it was found damaged. */
function checkHealth(database: HubDatabase): void {
  const health = database.pragma('quick_check(1)', { simple: true });
  if (health !== 'ok') throw new Damaged(String(health));
}

function bringUpToDate(database: HubDatabase, version: number): void {
  if (version === SCHEMA_VERSION) return;
  const upgrades = Array.from({ length: SCHEMA_VERSION - version }, (_, step) => `upgrades/${version + 1 + step}.sql`);
  const scripts = version === 0 ? [PATHS.schema] : upgrades.map((name) => join(dirname(PATHS.schema), name));
  database.transaction(() => {
    for (const script of scripts) database.exec(readFileSync(script, 'utf8'));
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}
