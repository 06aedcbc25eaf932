import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Log } from '#shared/ports/log.ts';

const FILE = 0o600;
const FOLDER = 0o700;
const MODE_BITS = 0o777;

export interface PrivateOptions {
  log: Log;
  /** Names in the folder that are under rules of their own, and are left alone. */
  except?: string[];
  /** Of the folder itself, where another account has to pass through it. */
  topMode?: number;
}

/**
 * Makes a node's data folder, if it is not there, and takes from it and all that lies in it what other accounts of the
 * machine could read: files 0600, folders 0700, whoever made them and with whatever modes. Links are not followed. What
 * cannot be corrected (another's file, a disk without modes) is told in the log and stops nothing. On Windows the modes
 * say nothing, and the account's own folder is private already.
 */
export function keepPrivate(folder: string, { log, except = [], topMode = FOLDER }: PrivateOptions): void {
  mkdirSync(folder, { recursive: true, mode: topMode });
  if (process.platform === 'win32') return;
  const corrected: string[] = [];
  const refused: string[] = [];
  const correct = (path: string, wanted: number) => {
    try {
      if ((lstatSync(path).mode & MODE_BITS) === wanted) return;
      chmodSync(path, wanted);
      corrected.push(path);
    } catch (error) {
      // Gone meanwhile is as good as private.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') refused.push(path);
    }
  };
  const walk = (within: string, names: string[]) => {
    for (const entry of readdirSync(within, { withFileTypes: true })) {
      const path = join(within, entry.name);
      if (names.includes(entry.name)) continue;
      if (entry.isDirectory()) {
        correct(path, FOLDER);
        walk(path, []);
      } else if (entry.isFile()) correct(path, FILE);
    }
  };
  correct(folder, topMode);
  walk(folder, except);
  if (corrected.length > 0)
    log.warn({ folder, count: corrected.length }, 'files that others could read are private now');
  if (refused.length > 0) log.error({ folder, paths: refused.slice(0, 10) }, 'these files cannot be made private');
}
