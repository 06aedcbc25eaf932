import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** One file and the one before: what happened lately, and never more than this of the disk. */
const LONGEST_BYTES = 4 * 1024 * 1024;
const OWNER_ONLY = 0o600;

export interface LogFile {
  write(text: string): void;
  /** Both files, the older first. */
  read(): string;
}

/** A log that keeps its newest megabytes. A full disk loses lines of a log, and stops nothing. */
export function logFile(path: string, longestBytes = LONGEST_BYTES): LogFile {
  const former = `${path}.1`;
  mkdirSync(dirname(path), { recursive: true });
  return {
    write(text) {
      try {
        appendFileSync(path, text, { mode: OWNER_ONLY });
        if (statSync(path).size > longestBytes) renameSync(path, former);
      } catch {
        // Nobody could be told: this is where it would be told.
      }
    },
    read: () =>
      [former, path]
        .filter((file) => existsSync(file))
        .map((file) => readFileSync(file, 'utf8'))
        .join(''),
  };
}
