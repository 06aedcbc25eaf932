import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import {
  OLD_BROWSERS,
  type OldBrowser,
  oldBrowser,
  oldBrowserFile,
} from '#shared/testing/world/browser/old-browser.ts';
import { fetchArchive, fileIn } from './npm-archive.ts';
import { NOTHING, type Tally } from './tally.ts';

const PACKAGE = '@sparticuz/chromium';
const IN_PACKAGE = 'package/bin/chromium.br';

/** Says which of the old browsers are not there; their tests are skipped then. */
export async function lookForOldBrowsers(): Promise<Tally> {
  for (const { version } of missing()) {
    console.log(`  SKIPPED: Chromium ${version} has not been fetched (npm run test:browsers -- --fetch)`);
  }
  return NOTHING;
}

/** Fetches those that are not there yet, each against its pinned hash. → the sentences of what went wrong. */
export async function fetchOldBrowsers(): Promise<string[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return ['these old browsers run on Linux on x64 only'];
  const faults: string[] = [];
  for (const browser of missing()) {
    console.log(`  fetching Chromium ${browser.version} …`);
    await fetchOne(browser).catch((error) => faults.push(`Chromium ${browser.version}: ${String(error)}`));
  }
  return faults;
}

const missing = (): OldBrowser[] => OLD_BROWSERS.filter(({ version }) => oldBrowser(version) === null);

async function fetchOne({ version, integrity }: OldBrowser): Promise<void> {
  const archive = await fetchArchive({ name: PACKAGE, version, integrity });
  keep(version, brotliDecompressSync(fileIn(archive, IN_PACKAGE)));
}

/** It appears whole or not at all: another run may be looking. */
function keep(version: string, program: Uint8Array): void {
  const file = oldBrowserFile(version);
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, program, { mode: 0o755 });
  renameSync(half, file);
}
