import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { PATHS } from '../paths.ts';
import { freeBytesOf, rewriteOnce } from './free-pages.ts';

export type HubDatabase = Database.Database;

/** The version of schema.sql. Each step that leads there stands in upgrades/<version>.sql. */
const SCHEMA_VERSION = 3;
const FILE = 'hub.sqlite';
/** Checked at every start in a few hundredths of a second. */
const SMALL_BYTES = 64 * 1024 * 1024;
/** Pages of 4 KiB in the WAL before they are moved home: a page that many commits touch is then written once. */
export const CHECKPOINT_PAGES = 8_000;

/**
 * Opens the hub's file in a data folder, making it on the first start. WAL with synchronous FULL: a commit has been
 * fsynced when it returns. A file of an earlier version is lifted to this one; one that is damaged or of a newer version
 * is left untouched, and a sentence says so.
 */
export function openHubDatabase(dataDir: string): Result<HubDatabase, string> {
  const path = join(dataDir, FILE);
  const isSuspect = wasCutOff(path) || isSmall(path);
  let database: HubDatabase | null = null;
  try {
    // Its log and index take their modes from it.
    closeSync(openSync(path, 'a', 0o600));
    database = new Database(path);
    // Of a new file, before anything is in it.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    const version = database.pragma('user_version', { simple: true }) as number;
    if (version > SCHEMA_VERSION) {
      database.close();
      return fail(`${path} was written by a newer version of Manchengo Hub (${version}): update this one.`);
    }
    if (isSuspect) checkHealth(database);
    bringUpToDate(database, version);
    rewriteOnce(database, freeBytesOf(dataDir));
    return ok(database);
  } catch (error) {
    database?.close();
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      `${path} cannot be used (${reason}). It was left untouched: restore it from a backup, or set it aside and enrol again.`,
    );
  }
}

/** Whoever closes the file takes its log away: one that lies there was left by a crash or a power cut. */
const wasCutOff = (path: string): boolean => existsSync(`${path}-wal`);
const isSmall = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) < SMALL_BYTES;

/** Reads the whole file, most of a second for a million events: a large one only where something may have gone wrong. */
function checkHealth(database: HubDatabase): void {
  const health = database.pragma('quick_check(1)', { simple: true });
  if (health !== 'ok') throw new Error(String(health));
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
