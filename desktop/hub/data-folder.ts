import type { FastifyBaseLogger } from 'fastify';
import { ok, type Result } from '#shared/contract/errors.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import { backupKeyOf } from './backup/backup-file.ts';
import { type BackupPlaces, type Backups, backupPlaces, keepBackups } from './backup/keep-backups.ts';
import { type DeskSettingsKeeper, openDeskSettings } from './desk-settings.ts';
import { loadIdentity } from './identity.ts';
import { type HubKey, loadHubKey } from './key/hub-key.ts';
import type { KeyVault } from './key/key-vault.ts';
import { repairSmallFiles } from './recovery/kept-files.ts';
import { type Health, lookAfterHealth } from './recovery/look-after-health.ts';
import { openOrRecover } from './recovery/recover-database.ts';
import { type RecoveryLog, recoveryLog } from './recovery/recoveries.ts';
import type { HubSettings } from './settings.ts';
import { type DiskGuard, diskGuard } from './store/disk-guard.ts';
import { type HubDatabase, wasCutOff } from './store/hub-database.ts';

export interface DataFolderDeps {
  settings: HubSettings;
  vault: KeyVault | null;
  clock: Clock;
  random: Random;
  logger: FastifyBaseLogger & Log;
  onDamaged: () => void;
}

/** A data folder that was looked at, repaired where that was needed, and opened. */
export interface DataFolder {
  database: HubDatabase;
  recoveries: RecoveryLog;
  deskSettings: DeskSettingsKeeper;
  places: () => BackupPlaces;
  key: HubKey;
  /** The hub was killed, or its PC lost its power. */
  wasCut: boolean;
}

/** The small files first, since the key opens the backups, and who the hub is says whether a database must be there. */
export async function openDataFolder(deps: DataFolderDeps): Promise<Result<DataFolder, string>> {
  const { settings, vault, clock, logger } = deps;
  const { dataDir } = settings;
  const recoveries = recoveryLog(dataDir, clock, logger);
  repairSmallFiles(dataDir, recoveries, clock);
  const loaded = await loadHubKey(dataDir, vault);
  if (!loaded.ok) return loaded;
  const key = loaded.value;
  const deskSettings = openDeskSettings(settings);
  const places = () => backupPlaces(dataDir, deskSettings.backupDir(), key);
  const isEnrolled = loadIdentity(dataDir) !== null;
  const wasCut = wasCutOff(dataDir);
  const backupKey = backupKeyOf(key);
  const database = await openOrRecover({ dataDir, isEnrolled, places: places(), backupKey, recoveries, clock });
  return database.ok ? ok({ database: database.value, recoveries, deskSettings, places, key, wasCut }) : database;
}

/** What looks after an open data folder while the hub runs. */
export interface FolderKeepers {
  health: Health;
  disk: DiskGuard;
  backups: Backups;
  stop(): Promise<void>;
}

export function watchDataFolder(deps: DataFolderDeps, folder: DataFolder): FolderKeepers {
  const { clock, random, logger: log, onDamaged } = deps;
  const { dataDir } = deps.settings;
  const floorBytes = folder.deskSettings.diskFloorBytes;
  const { database, places, key, wasCut } = folder;
  const health = lookAfterHealth({ dataDir, database, lookNow: wasCut, onDamaged, log });
  const disk = diskGuard({ dataDir, database, floorBytes, onError: health.met, log });
  const hasRoomFor = (bytes: number) => {
    const { free_bytes, floor_bytes } = disk.state();
    return free_bytes > floor_bytes + bytes;
  };
  const backups = keepBackups({ database, places, key, hasRoomFor, clock, random, log });
  return {
    health,
    disk,
    backups,
    async stop() {
      disk.stop();
      health.stop();
      await backups.stop();
    },
  };
}
