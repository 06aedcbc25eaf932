import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { Compile } from 'typebox/compile';
import { ChosenSettings, type DeskSettings } from '#shared/contract/desktop/settings.ts';
import type { HubSettings } from './settings.ts';
import { writeWhole } from './write-whole.ts';

const FILE = 'settings.json';
const NOTHING: ChosenSettings = { backup_dir: null, disk_floor_mb: null };
const MEGABYTE = 1_000_000;
const chosen = Compile(ChosenSettings);

type OfOperator = Pick<HubSettings, 'dataDir' | 'backupDir' | 'diskFloorBytes'>;

export interface DeskSettingsKeeper {
  /** What holds: an operator's setting before a clerk's, and that before the standard, which is null. */
  backupDir(): string | null;
  diskFloorBytes(): number | null;
  /** As the screen is told. */
  told(floorBytes: number): DeskSettings;
  keep(settings: ChosenSettings): void;
}

/** The hub's settings that clerks may change, in a file of their own beside its data. */
export function openDeskSettings({ dataDir, backupDir, diskFloorBytes }: OfOperator): DeskSettingsKeeper {
  let now = readChosen(dataDir);
  const ofClerk = (mb: number | null): number | null => (mb === null ? null : mb * MEGABYTE);
  return {
    backupDir: () => backupDir ?? now.backup_dir,
    diskFloorBytes: () => diskFloorBytes ?? ofClerk(now.disk_floor_mb),
    told: (floorBytes) => ({
      backup: {
        dir: backupDir ?? now.backup_dir,
        fixed: backupDir !== null,
        drives: otherDrives(process.platform, userInfo().username),
      },
      disk_floor: {
        mb: now.disk_floor_mb,
        fixed: diskFloorBytes !== null,
        in_force_mb: Math.floor(floorBytes / MEGABYTE),
      },
    }),
    keep(settings) {
      writeWhole(join(dataDir, FILE), `${JSON.stringify(settings, null, 2)}\n`);
      now = settings;
    },
  };
}

/** A file that is damaged counts as none: everything has a standard. */
function readChosen(dataDir: string): ChosenSettings {
  const file = join(dataDir, FILE);
  if (!existsSync(file)) return NOTHING;
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return chosen.Check(read) ? read : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Whether backups can be written there: a folder that is there, may be written to, and does not lie in the hub's own. */
export function isBackupFolder(folder: string, dataDir: string): boolean {
  if (!isAbsolute(folder)) return false;
  const inside = relative(dataDir, folder);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return false;
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

const LETTERS = 'DEFGHIJKLMNOPQRSTUVWXYZ';

/** Drives besides the first, as this system mounts them; whoever wants another folder types it. */
export function otherDrives(platform: NodeJS.Platform, user: string): string[] {
  if (platform === 'win32') return [...LETTERS].map((letter) => `${letter}:\\`).filter((drive) => existsSync(drive));
  const roots = platform === 'darwin' ? ['/Volumes'] : [`/media/${user}`, `/run/media/${user}`, '/mnt'];
  return roots.flatMap(foldersIn);
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(root, name));
  } catch {
    return [];
  }
}
