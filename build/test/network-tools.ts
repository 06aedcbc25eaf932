import { existsSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

interface Tool {
  program: string;
  from: string;
  without: string;
  /** Its package starts a service, so it is installed only where such are kept from starting, as in containers. */
  isService?: true;
}

/** What the tests ask with, and the Debian package that holds it. */
const TOOLS: readonly Tool[] = [
  { program: 'ip', from: 'iproute2', without: 'the tests of mDNS are' },
  { program: 'dig', from: 'bind9-dnsutils', without: 'the tests of mDNS by another program are' },
  { program: 'pdftoppm', from: 'poppler-utils', without: 'the tests of what is printed are' },
  { program: 'certtool', from: 'gnutls-bin', without: 'the tests of certificates by GnuTLS are' },
  {
    ...{ program: 'pgbouncer', from: 'pgbouncer', isService: true },
    without: 'the tests behind a pooler of connections are',
  },
];

/** Debian asks this program whether a package may start its service; images of containers bring one that says no. */
const NO_SERVICES = '/usr/sbin/policy-rc.d';

/**
 * Makes sure that there is `ip`, with which the tests of mDNS make networks of their own, and other people's programs to
 * ask with: Debian's are installed where they are missing and we are root. Without one, or as another account, its tests
 * are skipped, and say so.
 */
export async function ensureNetworkTools(): Promise<Tally> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) console.log('  SKIPPED: the tests of mDNS make networks of their own, which only root may on Linux');
  const mayInstall = ({ program, isService }: Tool) =>
    !isThere(program) && (isService !== true || existsSync(NO_SERVICES));
  const missing = TOOLS.filter(mayInstall).map(({ from }) => from);
  if (missing.length > 0 && isRoot && existsSync('/usr/bin/apt-get')) {
    console.log(`  ${missing.join(', ')} missing: installing with apt-get …`);
    await runProgram('apt-get', ['update', '-qq']);
    await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  }
  for (const { program, from, without } of TOOLS) {
    if (!isThere(program)) {
      console.log(`  SKIPPED: ${without} left out without ${program} (on Debian: sudo apt-get install ${from})`);
    }
  }
  return NOTHING;
}

function isThere(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin'];
  return folders.some((folder) => existsSync(path.join(folder, program)));
}
