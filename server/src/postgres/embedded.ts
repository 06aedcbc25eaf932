import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Result } from '#shared/contract/errors.ts';
import { type ClusterError, errorOfLines, errorOfThrown } from './embedded-errors.ts';
import { type Home, postgresEnvironment, resolveHome } from './embedded-home.ts';
import { initialise, readPassword, SUPERUSER } from './embedded-init.ts';
import { claim, endOrphan, endProcess } from './embedded-process.ts';

export interface EmbeddedPostgresOptions {
  /** The folder that belongs to this cluster alone; made when it is not there. */
  readonly dataDir: string;
  /** Receives one line at a time: progress, and PostgreSQL's own warnings. */
  readonly log: (line: string) => void;
  /** `fast` gives up fsync and with it every promise after a power cut: for throw-away clusters of tests. Default `durable`. */
  readonly durability?: 'durable' | 'fast';
  /** As root only: where binaries and data go when PostgreSQL's own account cannot reach theirs. */
  readonly reachableDir?: string;
  /** How long a PostgreSQL that ended by itself is started again and again. Default 30 s. */
  readonly reviveMs?: number;
  /** It ended by itself and does not come back. Only a new start of the node may help. */
  readonly onLost?: (error: ClusterError) => void;
}

export interface EmbeddedPostgres {
  readonly connectionString: string;
  /** The folder that really holds the cluster: `dataDir`, or a place that PostgreSQL's account can reach. */
  readonly home: string;
  /** The postmaster's process id; another one after it ended by itself and was started again. */
  readonly pid: number;
  /** A fast shutdown, at most 5 s; the data stay. May be called twice. */
  stop(): Promise<void>;
}

export const DEFAULT_REACHABLE_DIR = '/var/lib/manchengo-hub';
const START_ATTEMPTS = 6;
const RETRY_DELAY_MS = 500;
const REVIVE_MS = 30_000;
const REVIVE_DELAY_MS = 100;
const READY = 'database system is ready to accept connections';
const WORTH_TELLING = / (WARNING|FATAL|PANIC): /;

/**
 * Starts a PostgreSQL 18 of our own on a free loopback port, with scram, UTF-8 and full durability.
 * The cluster is made on the first start. A server left over from a killed run of the same folder is ended first. One
 * that ends by itself (killed by the system, or crashed) is started again at once, at the same address.
 * Every foreseeable failure (disk full, folder in use, corrupt data …) comes back as an error with one clear sentence,
 * and leaves the data as they were.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, ClusterError>> {
  try {
    const home = await resolveHome(options.dataDir, options.reachableDir ?? DEFAULT_REACHABLE_DIR, options.log);
    if (!home.ok) return home;
    const holder = await claim(home.value.ownerFile);
    if (holder !== null) {
      const message = `The database in ${home.value.dir} is in use by process ${holder}: end that one first.`;
      return { ok: false, error: { code: 'IN_USE', message } };
    }
    const started = await startClaimed(home.value, options);
    if (!started.ok) await rm(home.value.ownerFile, { force: true });
    return started;
  } catch (thrown) {
    return { ok: false, error: errorOfThrown(thrown, options.dataDir) };
  }
}

async function startClaimed(
  home: Home,
  options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, ClusterError>> {
  await endOrphan(home.dataDir, options.log);
  const initialised = await initialise(home, options);
  if (!initialised.ok) return initialised;
  const password = await readPassword(home);
  if (!password.ok) return password;

  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const launched = await launch(home, port, options);
    if (launched.ok) {
      const connectionString = `postgres://${SUPERUSER}:${password.value}@127.0.0.1:${port}/postgres`;
      return { ok: true, value: running(launched.value, { home, port, connectionString, options }) };
    }
    // A port can be snatched between the choice and the start, and the backends of a killed server need a moment to go.
    if (launched.error.code !== 'PORT_TAKEN' && launched.error.code !== 'STILL_CLOSING') return launched;
    if (attempt === START_ATTEMPTS) return launched;
    await pause(RETRY_DELAY_MS);
  }
}

function launch(
  home: Home,
  port: number,
  options: EmbeddedPostgresOptions,
): Promise<Result<ChildProcess, ClusterError>> {
  const child = spawn(home.binaries.postgres, ['-D', home.dataDir, '-p', String(port), ...settings(options)], {
    ...home.account,
    cwd: home.dir,
    env: postgresEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: a Ctrl-C in the terminal must reach the node first, which ends its requests and then us.
    detached: true,
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stderr });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, error: errorOfThrown(error, home.dir) }));
    child.once('close', () => resolve({ ok: false, error: errorOfLines(lines, home.dataDir) }));
    output.on('line', (line) => {
      if (lines.length < 200) lines.push(line);
      if (WORTH_TELLING.test(line)) options.log(`postgres: ${line}`);
      if (!line.includes(READY)) return;
      child.removeAllListeners('close');
      resolve({ ok: true, value: child });
    });
  });
}

function settings(options: EmbeddedPostgresOptions): string[] {
  const chosen = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'lc_messages=C'];
  if (options.durability === 'fast') chosen.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return chosen.flatMap((setting) => ['-c', setting]);
}

interface Cluster {
  home: Home;
  port: number;
  connectionString: string;
  options: EmbeddedPostgresOptions;
}

function running(first: ChildProcess, cluster: Cluster): EmbeddedPostgres {
  const { home, connectionString, options } = cluster;
  let child = first;
  let stopped: Promise<void> | null = null;
  let reviving: Promise<void> = Promise.resolve();
  const watch = () => {
    child.once('exit', (code, signal) => {
      if (stopped !== null) return;
      options.log(`PostgreSQL ended by itself (${signal ?? `code ${code}`}): it is started again.`);
      reviving = revive();
    });
  };
  const revive = async () => {
    const started = await launchAgain(cluster, () => stopped !== null);
    if (started === null) return;
    if (!started.ok) return options.onLost?.(started.error);
    child = started.value;
    watch();
    options.log('PostgreSQL is there again.');
  };
  const end = async () => {
    await reviving;
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    if (exited !== null) await endProcess(child.pid as number);
    await exited;
    await rm(home.ownerFile, { force: true });
  };
  watch();
  return {
    connectionString,
    home: home.dir,
    get pid() {
      return child.pid as number;
    },
    stop() {
      stopped ??= end();
      return stopped;
    },
  };
}

/**
 * Starts a cluster again whose server ended by itself, for as long as that may help: its last backends need a moment to
 * go, and whatever ended it may be over soon. Null where nobody wants it any more.
 */
async function launchAgain(
  { home, port, options }: Cluster,
  isUnwanted: () => boolean,
): Promise<Result<ChildProcess, ClusterError> | null> {
  const until = performance.now() + (options.reviveMs ?? REVIVE_MS);
  for (;;) {
    if (isUnwanted()) return null;
    const launched = await launch(home, port, options);
    if (launched.ok || performance.now() >= until) return launched;
    await pause(REVIVE_DELAY_MS);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}
