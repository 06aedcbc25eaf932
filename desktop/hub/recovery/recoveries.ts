import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recovery } from '#shared/contract/desktop.ts';
import { DAY_MS } from '#shared/contract/durations.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { writeWhole } from '../write-whole.ts';

const FILE = 'recoveries.json';
const KEPT = 20;
const SHOWN_DAYS = 7;

/** What was repaired in a data folder at earlier starts, for the clerk to read. */
export function recoveryLog(dataDir: string, clock: Clock, log: Log) {
  const path = join(dataDir, FILE);
  return {
    note(what: Omit<Recovery, 'at'>): void {
      const recovery: Recovery = { at: isoTime(clock.now()), ...what };
      log.error(recovery, 'a file of the data folder was lost or damaged, and has been replaced');
      writeWhole(path, `${JSON.stringify([...readAll(path), recovery].slice(-KEPT), null, 2)}\n`);
    },
    /** Those of the last days, the newest first; also those that a clock that was set back dates in the future. */
    recent: (): Recovery[] =>
      readAll(path)
        .filter(({ at }) => clock.now() - Date.parse(at) < SHOWN_DAYS * DAY_MS)
        .reverse(),
  };
}

export type RecoveryLog = ReturnType<typeof recoveryLog>;

/** It is there to be read, and nothing depends on it: one that is damaged says nothing. */
function readAll(path: string): Recovery[] {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(read) ? read.filter((one) => typeof one?.at === 'string' && typeof one.what === 'string') : [];
  } catch {
    return [];
  }
}
