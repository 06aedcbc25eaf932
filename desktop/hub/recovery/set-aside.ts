import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, isoTime } from '#shared/ports/clock.ts';

const FOLDER = 'set-aside';
/** How many times' files are kept: a disk that goes bad must not be filled with what it has spoilt. */
const TIMES_KEPT = 5;

/** Moves files of a data folder out of the way, for whoever wants to look at them. What is not there is left out. */
export function setAside(dataDir: string, names: readonly string[], clock: Clock): void {
  const there = names.filter((name) => existsSync(join(dataDir, name)));
  if (there.length === 0) return;
  const all = join(dataDir, FOLDER);
  const to = join(all, isoTime(clock.now()).replace(/[-:]/g, ''));
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of there) renameSync(join(dataDir, name), join(to, name));
  for (const old of readdirSync(all).sort().slice(0, -TIMES_KEPT))
    rmSync(join(all, old), { recursive: true, force: true });
}
