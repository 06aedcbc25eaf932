import { rmSync } from 'node:fs';
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
  const path = join(dataDir, FILE);
  let locked = lock(path);
  // It holds nothing: one that is damaged is made anew. Nobody has it, since whoever looks meets the lock first.
  if (locked === 'damaged') {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(path + end, { force: true });
    locked = lock(path);
  }
  if (typeof locked === 'string') {
    return fail(`Another hub is running on the data folder ${dataDir}: end it first.`);
  }
  return ok(locked);
}

function lock(path: string): FolderLock | 'taken' | 'damaged' {
  const file = new Database(path, { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    const { code = '' } = error as { code?: string };
    if (code === 'SQLITE_BUSY') return 'taken';
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return 'damaged';
    throw error;
  }
}
