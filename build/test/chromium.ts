import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const TRUST_TOOL = ['certutil'];

/**
 * Makes sure that there is a Chromium, and the tool that puts a CA into its store: Debian's are installed where they are
 * missing and we are root. Without the tool the tests of trust are skipped, and say so; without Chromium all fail.
 */
export async function ensureChromium(): Promise<Tally> {
  if (isThere(NAMES) && isThere(TRUST_TOOL)) return NOTHING;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('  Chromium or its certutil is missing: installing them with apt-get …');
    await runProgram('apt-get', ['update', '-qq']);
    await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'libnss3-tools']);
  }
  if (!isThere(TRUST_TOOL)) {
    console.log(
      '  SKIPPED: the tests of Chromium’s trust need certutil (on Debian: sudo apt-get install libnss3-tools)',
    );
  }
  if (isThere(NAMES)) return NOTHING;
  const failure =
    'the end-to-end tests need Chromium: install it (on Debian: sudo apt-get install chromium) and run again';
  return { ...NOTHING, failures: [failure] };
}

function isThere(programs: readonly string[]): boolean {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => programs.some((name) => existsSync(path.join(folder, name))));
}
