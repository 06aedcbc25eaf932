import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Makes sure that there is a Chromium: Debian's is installed where it is missing and we are root. */
export async function ensureChromium(): Promise<Tally> {
  if (isThere()) return NOTHING;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('  Chromium is missing: installing it with apt-get …');
    await runProgram('apt-get', ['update', '-qq']);
    await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    if (isThere()) return NOTHING;
  }
  const failure =
    'the end-to-end tests need Chromium: install it (on Debian: sudo apt-get install chromium) and run again';
  return { ...NOTHING, failures: [failure] };
}

function isThere(): boolean {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => NAMES.some((name) => existsSync(path.join(folder, name))));
}
