import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Recovery } from '#shared/contract/desktop.ts';
import { fail, type Result } from '#shared/contract/errors.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { openFile } from '../backup/backup-file.ts';
import type { BackupPlaces } from '../backup/keep-backups.ts';
import { type Backup, backupsIn } from '../backup/rotation.ts';
import { DATABASE_FILE, type HubDatabase, isReadable, tryHubDatabase } from '../store/hub-database.ts';
import type { RecoveryLog } from './recoveries.ts';
import { setAside } from './set-aside.ts';

export interface RecoverDeps {
  dataDir: string;
  /** Of a hub that has been enrolled something must be there: a file that is missing or empty was lost. */
  isEnrolled: boolean;
  places: BackupPlaces;
  backupKey: Buffer;
  recoveries: RecoveryLog;
  clock: Clock;
}

/**
 * Opens the hub's database. One that is damaged, missing or empty is set aside and restored from the newest backup that
 * is good; where there is none the hub begins anew, with the same identity. What was taken in between is on the phones,
 * which keep it until HQ's own statement. The error is one sentence, where neither helps.
 */
export async function openOrRecover(deps: RecoverDeps): Promise<Result<HubDatabase, string>> {
  const { dataDir, isEnrolled, recoveries, clock } = deps;
  const cause = causeOf(dataDir, isEnrolled);
  if (cause === null) {
    const opened = tryHubDatabase(dataDir, { isEnrolled });
    if (opened.ok) return opened;
    if (opened.error.kind === 'UNUSABLE') return fail(opened.error.sentence);
  }
  setAside(dataDir, [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`], clock);
  const restored = await restoreNewest(deps);
  recoveries.note({
    what: 'DATABASE',
    cause: cause ?? 'CORRUPT',
    outcome: restored === null ? 'BEGUN_ANEW' : 'FROM_BACKUP',
    restored_to: restored?.at ?? null,
  });
  const opened = tryHubDatabase(dataDir, { isEnrolled: false });
  if (!opened.ok) return fail(opened.error.sentence);
  // What they did since the backup may be at HQ: they sign in anew, which tells how far their journals go there.
  opened.value.exec('UPDATE clerks SET believed_until = 0');
  return opened;
}

function causeOf(dataDir: string, isEnrolled: boolean): Recovery['cause'] | null {
  if (!isEnrolled) return null;
  const path = join(dataDir, DATABASE_FILE);
  if (!existsSync(path)) return 'MISSING';
  return statSync(path).size === 0 ? 'EMPTY' : null;
}

/** The newest backup of all places that opens and is good becomes the hub's database. Null where none is. */
async function restoreNewest({ dataDir, places, backupKey }: RecoverDeps): Promise<Backup | null> {
  const folders = [places.local, ...(places.second === null ? [] : [places.second.folder])];
  const found = folders.flatMap((folder) =>
    existsSync(folder)
      ? backupsIn(readdirSync(folder)).map((backup) => ({ ...backup, path: join(folder, backup.name) }))
      : [],
  );
  const draft = join(dataDir, 'restored.sqlite');
  for (const backup of found.sort((a, b) => b.number - a.number)) {
    if ((await openFile(backup.path, draft, backupKey)) && isGood(draft)) {
      for (const end of ['-wal', '-shm']) rmSync(draft + end, { force: true });
      renameSync(draft, join(dataDir, DATABASE_FILE));
      return backup;
    }
  }
  for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
  return null;
}

/** A backup of a database that was damaged already is as bad as that. */
function isGood(path: string): boolean {
  let database: Database.Database | null = null;
  try {
    database = new Database(path);
    return isReadable(database) && database.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch {
    return false;
  } finally {
    database?.close();
  }
}
