import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { DEFAULT_REACHABLE_DIR } from '#server/postgres/embedded.ts';
import { type Home, postgresEnvironment, resolveHome } from '#server/postgres/embedded-home.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './postgres-cluster.ts';

/** A second PostgreSQL that follows a first one. */
export interface Standby {
  /** As the first one's address, with this one's port. */
  url: string;
  /** It hears no more of the first one. */
  cutOff(): Promise<void>;
  /** Takes writes from now on. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/** Copies a running cluster as `pg_basebackup` would, which is not shipped, and lets the copy follow it. */
export async function startStandby(primaryUrl: string): Promise<Standby> {
  const folder = await temporaryFolder();
  const resolved = await resolveHome(path.join(folder, 'standby'), DEFAULT_REACHABLE_DIR, () => {});
  if (!resolved.ok) throw new Error(resolved.error.message);
  const home = resolved.value;
  await baseBackup(primaryUrl, home.dataDir);
  const url = new URL(primaryUrl);
  const follow = `host=127.0.0.1 port=${url.port} user=${url.username} password=${url.password}`;
  await writeFile(path.join(home.dataDir, 'postgresql.auto.conf'), `primary_conninfo = '${follow}'\n`);
  await writeFile(path.join(home.dataDir, 'standby.signal'), '');
  await give(home.dataDir, home);
  const port = await freePort();
  url.port = String(port);
  const child = launch(home, port);
  await asked(url.href, 'SELECT 1');
  return {
    url: url.href,
    async cutOff() {
      await asked(url.href, `ALTER SYSTEM SET primary_conninfo = ''`);
      await asked(url.href, 'SELECT pg_reload_conf()');
      await until(url.href, 'SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver) AS ok');
    },
    async promote() {
      await asked(url.href, 'SELECT pg_promote()');
      await until(url.href, 'SELECT NOT pg_is_in_recovery() AS ok');
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGINT');
        await exited;
      }
      for (const dir of [home.dir, folder]) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Files as they are while the cluster goes on, with the label that says from where its log has to be read again. */
async function baseBackup(primaryUrl: string, dataDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: primaryUrl });
  await client.connect();
  await client.query(`SELECT pg_backup_start('standby', fast => true)`);
  const { rows } = await client.query<{ dir: string }>(`SELECT current_setting('data_directory') AS dir`);
  const from = rows[0]?.dir ?? '';
  const isCopied = (file: string) => !['postmaster.pid', 'postmaster.opts'].includes(path.basename(file));
  await cp(from, dataDir, { recursive: true, filter: isCopied });
  const { rows: labels } = await client.query<{ labelfile: string }>(
    'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
  );
  // What was written until the end of the copy lies in the log, which the standby streams.
  await writeFile(path.join(dataDir, 'backup_label'), labels[0]?.labelfile ?? '');
  await client.end();
}

async function give(dir: string, home: Home): Promise<void> {
  await chmod(dir, 0o700);
  if (home.account === null) return;
  const { uid, gid } = home.account;
  await chown(dir, uid, gid);
  for (const name of await readdir(dir, { recursive: true })) await chown(path.join(dir, name), uid, gid);
}

function launch(home: Home, port: number): ChildProcess {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'fsync=off'];
  const args = ['-D', home.dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const options = { ...home.account, cwd: home.dir, env: postgresEnvironment(), stdio: 'ignore' } as const;
  const child = spawn(home.binaries.postgres, args, options);
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

/** Asks once, as soon as it answers. */
async function asked(url: string, sql: string): Promise<{ ok?: boolean }> {
  for (const until = Date.now() + 30_000; ; ) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query(sql)).rows[0] ?? {};
    } catch (error) {
      if (Date.now() > until) throw error;
    } finally {
      await client.end().catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function until(url: string, sql: string): Promise<void> {
  while ((await asked(url, sql)).ok !== true) await new Promise((resolve) => setTimeout(resolve, 50));
}
