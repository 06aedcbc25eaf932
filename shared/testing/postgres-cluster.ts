import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#server/postgres/embedded.ts';
import { endOrphan, processIdentity } from '#server/postgres/embedded-process.ts';

/** A PostgreSQL of its own in a temporary folder. */
export interface TestCluster {
  /** A connection string of its superuser, to the database `postgres`. */
  readonly url: string;
  /** The postmaster's process id, for tests that kill it. */
  readonly pid: number;
  stop(): Promise<void>;
}

const PREFIX = 'manchengo-test-postgres-';
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Starts a cluster. `fast` (the default) has no fsync and suits every test of rules; `durable` is as in production, for
 * tests about crashes and for measurements.
 */
export async function startTestCluster(durability: 'fast' | 'durable' = 'fast'): Promise<TestCluster> {
  const folder = await temporaryFolder();
  const dataDir = path.join(folder, 'cluster');
  const started = await startEmbeddedPostgres({ dataDir, durability, log: () => {} });
  if (!started.ok) throw new Error(started.error.message);
  const { connectionString: url, pid, home } = started.value;

  // The last resort on Ctrl-C and on crashes, where nothing asynchronous runs any more.
  const abandon = () => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
    for (const dir of [home, folder]) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', abandon);
  const stop = async () => {
    await started.value.stop();
    process.removeListener('exit', abandon);
    for (const dir of [home, folder]) await rm(dir, { recursive: true, force: true });
  };
  return { url, pid, stop };
}

/** A folder for a cluster in `cluster/`, which the next run sweeps away if this one is killed. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  // Run as root, PostgreSQL's own account must be able to pass.
  await chmod(folder, 0o711);
  return folder;
}

/** Ends and removes the clusters of runs that were killed before they could clean up. */
export async function sweepAbandonedClusters(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const folder = path.join(tmpdir(), name);
    if (await isInUse(folder)) continue;
    await endOrphan(path.join(folder, 'cluster', 'data'), () => {});
    await rm(folder, { recursive: true, force: true });
  }
}

async function isInUse(folder: string): Promise<boolean> {
  const owner = await readFile(path.join(folder, 'cluster', 'owner'), 'utf8').catch(() => null);
  if (owner === null) {
    // Another run may just be making it.
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    return Date.now() - mtimeMs < ABANDONED_AFTER_MS;
  }
  const [pid, identity] = owner.split(' ');
  return processIdentity(Number(pid)) === identity;
}
