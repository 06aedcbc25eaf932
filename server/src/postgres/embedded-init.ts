import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Result } from '#shared/contract/errors.ts';
import { type ClusterError, errorOfLines } from './embedded-errors.ts';
import { type Home, postgresEnvironment } from './embedded-home.ts';

export const SUPERUSER = 'manchengo';

/**
 * Makes the cluster where there is none. It is made beside its place and then renamed into it, so that an interrupted
 * making leaves nothing that could be taken for data, and is simply done again.
 */
export async function initialise(
  home: Home,
  options: { log: (line: string) => void; durability?: 'durable' | 'fast' },
): Promise<Result<void, ClusterError>> {
  const found = await readdir(home.dataDir).catch(() => [] as string[]);
  if (found.includes('PG_VERSION')) return { ok: true, value: undefined };
  if (found.length > 0) {
    const message = `Damaged data in ${home.dataDir} (PG_VERSION is missing); they were left as they are.`;
    return { ok: false, error: { code: 'CORRUPT', message } };
  }
  options.log('Making the database (first start) …');
  const draft = `${home.dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  await writePassword(home);
  const made = await runInitdb(home, draft, options.durability === 'fast');
  if (!made.ok) {
    await rm(draft, { recursive: true, force: true });
    return made;
  }
  await rename(draft, home.dataDir);
  return made;
}

/** The random password of this cluster, kept beside the data in a file that only its owner reads. */
export async function readPassword(home: Home): Promise<Result<string, ClusterError>> {
  const password = await readFile(home.passwordFile, 'utf8').catch(() => null);
  if (password !== null) return { ok: true, value: password.trim() };
  const message = `The password of the database is gone: put ${home.passwordFile} back; the data were left as they are.`;
  return { ok: false, error: { code: 'CORRUPT', message } };
}

async function writePassword(home: Home): Promise<void> {
  await rm(home.passwordFile, { force: true });
  await writeFile(home.passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (home.account !== null) await chown(home.passwordFile, home.account.uid, home.account.gid);
}

async function runInitdb(home: Home, draft: string, fast: boolean): Promise<Result<void, ClusterError>> {
  const child = spawn(
    home.binaries.initdb,
    [
      ...['-D', draft, '--username', SUPERUSER, '--pwfile', home.passwordFile, '--auth', 'scram-sha-256'],
      // The builtin provider sorts the same on every machine and does not depend on installed locales.
      ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ...(fast ? ['--no-sync'] : []),
    ],
    { ...home.account, cwd: home.dir, env: postgresEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [said, code] = await Promise.all([text(child.stderr), exit]);
  return code === 0
    ? { ok: true, value: undefined }
    : { ok: false, error: errorOfLines(said.trim().split('\n'), draft) };
}
