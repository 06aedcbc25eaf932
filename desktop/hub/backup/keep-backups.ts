import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { schedule } from 'node-cron';
import type { BackupState } from '#shared/contract/desktop.ts';
import { HOUR_MS } from '#shared/contract/durations.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { HubKey } from '../key/hub-key.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { backupKeyOf, sealFile } from './backup-file.ts';
import { backupName, backupsIn, toForget } from './rotation.ts';

const HOURLY = '7 * * * *';
const DRAFT = 'draft.sqlite';
const SEALED_DRAFT = 'draft.backup';

/** Where a hub's backups lie: beside its data, and on a second drive where one is named. */
export interface BackupPlaces {
  local: string;
  /** The drive that was named, and this hub's folder on it. */
  second: { drive: string; folder: string } | null;
}

/** Several hubs may share a drive: a folder is called by its hub's key. */
export function backupPlaces(dataDir: string, drive: string | null, { public_jwk }: HubKey): BackupPlaces {
  const name = createHash('sha256').update(public_jwk.x).digest('hex').slice(0, 12);
  return {
    local: join(dataDir, 'backups'),
    second: drive === null ? null : { drive, folder: join(drive, `manchengo-hub-${name}`) },
  };
}

export interface KeepBackupsDeps {
  database: HubDatabase;
  /** Asked anew for each backup. */
  places: () => BackupPlaces;
  key: HubKey;
  /** Whether the disk bears a further copy of so many bytes. */
  hasRoomFor: (bytes: number) => boolean;
  clock: Clock;
  random: Random;
  log: Log;
}

export interface Backups {
  /** Makes one now; calls meanwhile share it. Never throws: how it ended is told by the state. */
  run(): Promise<void>;
  /** Makes one where the newest is not of this hour. */
  runIfOld(): Promise<void>;
  state(): BackupState;
  /** Resolves when the one under way has ended: it reads from the database. */
  stop(): Promise<void>;
}

/** Backs the hub's database up every hour while phones go on, sealed, and lets the old ones go. */
export function keepBackups(deps: KeepBackupsDeps): Backups {
  const { log } = deps;
  const { local } = deps.places();
  mkdirSync(local, { recursive: true, mode: 0o700 });
  let failed = false;
  let running: Promise<void> | null = null;
  const runSafely = async () => {
    try {
      await backUp(deps);
      failed = false;
    } catch (error) {
      failed = true;
      log.error({ err: error }, 'the backup could not be made');
    } finally {
      for (const draft of [DRAFT, SEALED_DRAFT]) rmSync(join(local, draft), { force: true });
    }
  };
  const run = () => {
    running ??= runSafely().finally(() => {
      running = null;
    });
    return running;
  };
  const task = schedule(HOURLY, run);
  return {
    run,
    state: () => ({ last_at: newest(local)?.at ?? null, failed, second: secondState(deps.places()) }),
    async runIfOld() {
      const last = newest(local)?.at;
      if (last === undefined || Math.abs(deps.clock.now() - Date.parse(last)) >= HOUR_MS) await run();
    },
    async stop() {
      void task.stop();
      await running;
    },
  };
}

const secondState = ({ second }: BackupPlaces): BackupState['second'] =>
  second === null ? 'NONE' : existsSync(second.drive) ? 'THERE' : 'MISSING';

const newest = (folder: string) => (existsSync(folder) ? backupsIn(readdirSync(folder))[0] : undefined);

async function backUp({ database, places, key, hasRoomFor, clock, random, log }: KeepBackupsDeps): Promise<void> {
  const { local, second } = places();
  // The copy and what is made of it, before the old ones go.
  if (!hasRoomFor(2 * statSync(database.name).size)) throw new Error('the disk has no room for a backup');
  const draft = join(local, DRAFT);
  await database.backup(draft);
  const sealed = join(local, SEALED_DRAFT);
  await sealFile(draft, sealed, backupKeyOf(key), random);
  rmSync(draft, { force: true });
  const folders = second === null ? [local] : [local, second.folder];
  const number = Math.max(0, ...folders.map((folder) => newest(folder)?.number ?? 0)) + 1;
  const name = backupName(number, isoTime(clock.now()));
  if (second !== null) await copyTo(second, sealed, name, log);
  await rename(sealed, join(local, name));
  forgetOld(local);
}

/** A drive that was pulled out must not cost the backup beside the data. */
async function copyTo(second: NonNullable<BackupPlaces['second']>, sealed: string, name: string, log: Log) {
  try {
    // Where no drive is mounted its folder is missing: one that is made there would lie on the wrong disk.
    if (!existsSync(second.drive)) throw new Error('the drive is not there');
    mkdirSync(second.folder, { recursive: true, mode: 0o700 });
    const draft = join(second.folder, SEALED_DRAFT);
    await copyFile(sealed, draft);
    await rename(draft, join(second.folder, name));
    forgetOld(second.folder);
  } catch (error) {
    log.error({ err: error, drive: second.drive }, 'nothing could be backed up on the second drive');
  }
}

function forgetOld(folder: string): void {
  for (const { name } of toForget(backupsIn(readdirSync(folder)))) rmSync(join(folder, name), { force: true });
}
