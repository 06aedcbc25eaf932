import { resolve } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { STANDARD_PAIRING_PORT } from '#shared/contract/finding.ts';
import {
  type Environment,
  isLoopback,
  type NodeSettings,
  originOf,
  readNodeSettings,
  readPort,
  readSetting,
} from '#shared/node-app/settings.ts';

/** What an operator decides about a hub; see .env.example for units and defaults. */
export interface HubSettings extends NodeSettings {
  /** Holds the queue, the replica and the hub's identity. */
  dataDir: string;
  /** Where the hub's own window calls, on loopback; 0 takes any free one. */
  desktopPort: number;
  /** The central server's origin; null where the stored identity knows it. */
  upstream: string | null;
  /** For the first start only. */
  enrollCode: string | null;
  /** SHA-256 of the company CA, as HQ shows it beside the code, 64 hex digits; for the first start only. */
  caFingerprint: string | null;
  /** Where phones that do not trust the company CA yet get it, over plain HTTP; 0 takes any free one. */
  pairingPort: number;
  /** Free room on the disk, in bytes, below which photos and then events are refused; null: by the disk's size. */
  diskFloorBytes: number | null;
  /** A second drive, or a folder on it, for backups; null where there is none. */
  backupDir: string | null;
}

const STANDARD_PORT = 8443;
const WHOLE_MB = /^[1-9]\d{1,4}$/;
const FINGERPRINT = /^[0-9a-f]{64}$/;

/** Reads the settings from the environment. The error is one sentence that names the setting at fault. */
export function readHubSettings(env: Environment): Result<HubSettings, string> {
  const node = readNodeSettings(env, STANDARD_PORT);
  if (!node.ok) return node;
  const desktopPort = readPort(env, 'MANCHENGO_DESKTOP_PORT', 0);
  if (!desktopPort.ok) return desktopPort;
  const upstream = readSetting(env, 'MANCHENGO_UPSTREAM');
  if (upstream !== null && originOf(upstream) === null) {
    return fail('MANCHENGO_UPSTREAM must be the central server’s address, such as https://hq.example.com.');
  }
  const url = upstream === null ? null : new URL(upstream);
  if (url?.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) {
    return fail('MANCHENGO_UPSTREAM must begin with https:// unless the central server runs on this very machine.');
  }
  const pairingPort = readPort(env, 'MANCHENGO_PAIRING_PORT', STANDARD_PAIRING_PORT);
  if (!pairingPort.ok) return pairingPort;
  const diskFloorBytes = readDiskFloor(env);
  if (!diskFloorBytes.ok) return diskFloorBytes;
  const caFingerprint =
    readSetting(env, 'MANCHENGO_CA')
      ?.replace(/[\s:-]/g, '')
      .toLowerCase() ?? null;
  if (caFingerprint !== null && !FINGERPRINT.test(caFingerprint)) {
    return fail('MANCHENGO_CA must be the SHA-256 fingerprint of the company CA, 64 hex digits (HQ, Hubs, New code).');
  }
  return ok({
    ...node.value,
    caFingerprint,
    pairingPort: pairingPort.value,
    diskFloorBytes: diskFloorBytes.value,
    backupDir: readBackupDir(env),
    dataDir: resolve(readSetting(env, 'MANCHENGO_DATA_DIR') ?? '.data/hub'),
    desktopPort: desktopPort.value,
    upstream: upstream && originOf(upstream),
    enrollCode: readSetting(env, 'MANCHENGO_ENROLL_CODE'),
  });
}

function readDiskFloor(env: Environment): Result<number | null, string> {
  const megabytes = readSetting(env, 'MANCHENGO_DISK_FLOOR');
  if (megabytes === null) return ok(null);
  if (WHOLE_MB.test(megabytes)) return ok(Number(megabytes) * 1_000_000);
  return fail('MANCHENGO_DISK_FLOOR must be a whole number of megabytes, from 10 to 99999.');
}

function readBackupDir(env: Environment): string | null {
  const folder = readSetting(env, 'MANCHENGO_BACKUP_DIR');
  return folder === null ? null : resolve(folder);
}
