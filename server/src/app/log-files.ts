import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { DAY_MS } from '#shared/contract/durations.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';

const NAME = /^\d{4}-\d{2}-\d{2}\.log$/;

/**
 * Log lines as they come, into a file a day (UTC) as well, of which the newest `days` are kept. A disk that takes nothing
 * stops no server: the line has been told by then.
 */
export function logFiles({
  folder,
  days,
  clock,
  told,
}: {
  folder: string;
  days: number;
  clock: Clock;
  told: DestinationStream;
}): DestinationStream {
  let open: { day: string; file: number } | null = null;
  const fileOf = (day: string): number => {
    if (open?.day === day) return open.file;
    if (open) closeSync(open.file);
    open = null;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(join(folder, `${day}.log`), 'a', 0o600);
    open = { day, file };
    const oldest = `${isoTime(clock.now() - (days - 1) * DAY_MS).slice(0, 10)}.log`;
    for (const name of readdirSync(folder)) if (NAME.test(name) && name < oldest) rmSync(join(folder, name));
    return file;
  };
  return {
    write(line) {
      told.write(line);
      try {
        writeSync(fileOf(isoTime(clock.now()).slice(0, 10)), line);
      } catch {
        // Full, or taken away: the next line tries again.
      }
    },
  };
}
