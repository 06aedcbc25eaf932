import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's libnss3-tools puts certificates into the store that Chromium reads. */
export const hasCertutil = spawnSync('certutil', ['-H']).error === undefined;

/**
 * A home folder whose Chromium trusts these roots, as a person makes a phone trust the company CA; with none, one that
 * trusts what Chromium ships with.
 */
export function homeThatTrusts(folder: string, roots: string[]): string {
  const store = join(folder, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  const certutil = (...args: string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...args]);
  certutil('-N', '--empty-password');
  roots.forEach((root, index) => {
    const file = join(folder, `root-${index}.pem`);
    writeFileSync(file, root);
    certutil('-A', '-n', `Manchengo ${index}`, '-t', 'C,,', '-i', file);
  });
  return folder;
}
