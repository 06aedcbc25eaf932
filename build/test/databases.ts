import { existsSync } from 'node:fs';
import { runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

const PROGRAMS = [
  { file: '/usr/lib/postgresql/15/bin/postgres', name: 'postgresql-15' },
  { file: '/usr/sbin/pgbouncer', name: 'pgbouncer' },
];

/**
 * Makes sure that there are the oldest PostgreSQL that the server works on, and a pooler: Debian's are installed where
 * they are missing and we are root. What is not to be had there is skipped, and the tests say so.
 */
export async function ensureDatabases(): Promise<Tally> {
  const missing = () => PROGRAMS.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`  ${missing().join(' and ')} missing: installing with apt-get …`);
    await runProgram('apt-get', ['update', '-qq']);
    // One by one: a newer Debian has one of them only.
    for (const name of missing())
      await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
  }
  for (const name of missing()) {
    console.log(`  SKIPPED: the tests of ${name} need it (on Debian 12: sudo apt-get install ${name})`);
  }
  return NOTHING;
}
