import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

/**
 * Makes sure that there is `ip`, with which the tests of mDNS make networks of their own: Debian's iproute2 is installed
 * where it is missing and we are root. Without it, or as another account, these tests are skipped, and say so.
 */
export async function ensureNetworkTools(): Promise<Tally> {
  if (process.getuid?.() !== 0) {
    console.log('  SKIPPED: the tests of mDNS make networks of their own, which only root may on Linux');
    return NOTHING;
  }
  if (!isThere('ip') && existsSync('/usr/bin/apt-get')) {
    console.log('  iproute2 is missing: installing it with apt-get …');
    await runProgram('apt-get', ['update', '-qq']);
    await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'iproute2']);
  }
  if (!isThere('ip')) {
    console.log('  SKIPPED: the tests of mDNS need ip (on Debian: sudo apt-get install iproute2)');
  }
  return NOTHING;
}

function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
