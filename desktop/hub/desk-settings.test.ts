import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isBackupFolder, openDeskSettings } from './desk-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'manchengo-settings-'));
const dataDir = join(folder, 'hub');
const drive = join(folder, 'drive');
for (const made of [dataDir, drive]) mkdirSync(made);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOBODYS = { dataDir, backupDir: null, diskFloorBytes: null };

test('[CLERK-8] what a clerk sets holds at once and over a restart; an operator’s setting goes before it', () => {
  const settings = openDeskSettings(NOBODYS);
  expect([settings.backupDir(), settings.diskFloorBytes()]).toEqual([null, null]);
  settings.keep({ backup_dir: drive, disk_floor_mb: 250 });
  for (const opened of [settings, openDeskSettings(NOBODYS)]) {
    expect([opened.backupDir(), opened.diskFloorBytes()]).toEqual([drive, 250_000_000]);
  }
  const operated = openDeskSettings({ dataDir, backupDir: '/elsewhere', diskFloorBytes: 10_000_000 });
  expect([operated.backupDir(), operated.diskFloorBytes()]).toEqual(['/elsewhere', 10_000_000]);
  const told = operated.told(10_000_000);
  expect([told.backup.fixed, told.disk_floor]).toEqual([true, { mb: 250, fixed: true, in_force_mb: 10 }]);
});

test('[CLERK-8] a file of settings that is damaged counts as none', () => {
  for (const text of [
    '',
    '{',
    '{"backup_dir": 7, "disk_floor_mb": null}',
    '{"backup_dir": null, "disk_floor_mb": 9}',
  ]) {
    writeFileSync(join(dataDir, 'settings.json'), text);
    expect(openDeskSettings(NOBODYS).backupDir(), text).toBeNull();
  }
});

test('[CLERK-8] backups go to a folder that is there and outside the hub’s own data', () => {
  expect(isBackupFolder(drive, dataDir)).toBe(true);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const inside = join(dataDir, 'x');
  mkdirSync(inside);
  for (const none of [file, inside, dataDir, join(folder, 'away'), 'drive', '']) {
    expect(isBackupFolder(none, dataDir), none).toBe(false);
  }
  chmodSync(drive, 0o500);
  // Root may write anywhere.
  expect(isBackupFolder(drive, dataDir)).toBe(process.getuid?.() === 0);
});
