import { readWindowLink, windowUrl } from './app/window-link.ts';

/** `npm run hub -- link`: the address of the depot's screen of the hub with this data folder. → the exit code. */
export function printLink(dataDir: string, out: (line: string) => void, err: (line: string) => void): number {
  const link = readWindowLink(dataDir);
  if (link === null) {
    err(`No hub has run yet with the data folder ${dataDir}: start it first (npm run hub).`);
    return 1;
  }
  out(windowUrl(`http://127.0.0.1:${link.port}`, link.token));
  return 0;
}
