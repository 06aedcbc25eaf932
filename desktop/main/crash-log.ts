import type { LogFile } from './diagnostics/log-file.ts';

/** A program that ends sooner than this after its start is not started again by itself: it would go on for ever. */
const WELL_AFTER_S = 60;

/** What ended unexpectedly, with its time: a line in the crash log. */
export const crashLine = (what: string, detail: unknown, at: Date): string =>
  `${at.toISOString()} ${what}: ${detail instanceof Error ? (detail.stack ?? detail.message) : JSON.stringify(detail)}\n`;

/**
 * An error that nobody caught leaves the main process in no known state: it is written down, and the program starts
 * anew. `uptimeS` is how long it has run.
 */
export function onUncaught(
  log: LogFile,
  { uptimeS, relaunch, exit }: { uptimeS: () => number; relaunch: () => void; exit: (code: number) => void },
): (error: unknown) => void {
  return (error) => {
    log.write(crashLine('main process', error, new Date()));
    if (uptimeS() >= WELL_AFTER_S) relaunch();
    exit(1);
  };
}
