import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/contract/errors.ts';

const FILE = 'lock.sqlite';

export interface FolderLock {
  release(): void;
}

/**
 * One hub a data folder: two would hand in the same queue and answer for each other. The lock is an open transaction on a
 * file of its own, which the system lets go of however the process ends.
 */
export function lockFolder(dataDir: string): Result<FolderLock, string> {
  const file = new Database(join(dataDir, FILE), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
    return ok({ release: () => file.close() });
  } catch (error) {
    file.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    return fail(`Another hub is running on the data folder ${dataDir}: end it first.`);
  }
}
