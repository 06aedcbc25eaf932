import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './postgres-cluster.ts';

/** Debian's own PostgreSQL 15, the oldest that the server works on, and its pooler of connections. */
export const OLDEST_POSTGRES = '/usr/lib/postgresql/15/bin';
export const POOLER = '/usr/sbin/pgbouncer';
export const hasOldestPostgres = existsSync(path.join(OLDEST_POSTGRES, 'postgres'));
export const hasPooler = existsSync(POOLER);

export interface ForeignProgram {
  /** A connection string to it, with the user and the password that it knows. */
  url: string;
  stop(): Promise<void>;
}

/** Neither program runs as root: Debian's packages bring an account. */
const account = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

async function folderOf({ uid, gid }: { uid?: number; gid?: number }): Promise<string> {
  const parent = await temporaryFolder();
  const dir = path.join(parent, 'own');
  await mkdir(dir);
  await chmod(dir, 0o700);
  if (uid !== undefined && gid !== undefined) await chown(dir, uid, gid);
  return dir;
}

/** A throw-away cluster of PostgreSQL 15 that asks nobody for a password. */
export async function startOldestPostgres(): Promise<ForeignProgram> {
  const who = account();
  const dir = await folderOf(who);
  const [data, port] = [path.join(dir, 'data'), await freePort()];
  const options = { ...who, cwd: dir, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'Asia/Kolkata' } };
  const make = ['-D', data, '-U', 'owner', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(path.join(OLDEST_POSTGRES, 'initdb'), make, { ...options, stdio: 'pipe' });
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'jit=off'];
  const run = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(path.join(OLDEST_POSTGRES, 'postgres'), run, { ...options, stdio: 'ignore' });
  return running(child, dir, `postgres://owner:secret@127.0.0.1:${port}/postgres`, 'SIGINT');
}

/**
 * pgbouncer in transaction mode before a PostgreSQL. It knows the users that it is given, with their passwords, as its
 * operator would tell it, and has as few settings beyond its defaults as possible.
 */
export async function startPooler(
  target: string,
  users: { name: string; password: string }[],
): Promise<ForeignProgram> {
  const who = account();
  const dir = await folderOf(who);
  const [{ hostname, port: targetPort, username, password, pathname }, port] = [new URL(target), await freePort()];
  const file = (name: string) => path.join(dir, name);
  await writeFile(file('users'), users.map((user) => `"${user.name}" "${user.password}"\n`).join(''));
  await writeFile(
    file('ini'),
    `[databases]\n* = host=${hostname} port=${targetPort}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\n` +
      `unix_socket_dir =\nauth_type = scram-sha-256\nauth_file = ${file('users')}\npool_mode = transaction\n` +
      'default_pool_size = 5\nmax_client_conn = 200\n',
  );
  for (const name of ['users', 'ini']) if (who.uid && who.gid) await chown(file(name), who.uid, who.gid);
  const child = spawn(POOLER, [file('ini')], { ...who, cwd: dir, stdio: 'ignore' });
  const url = new URL(`postgres://127.0.0.1:${port}`);
  [url.username, url.password, url.pathname] = [username, password, pathname];
  return running(child, dir, url.href, 'SIGTERM');
}

async function running(child: ChildProcess, dir: string, url: string, end: NodeJS.Signals): Promise<ForeignProgram> {
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const stop = async () => {
    process.removeListener('exit', abandon);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(end);
      await exited;
    }
    await rm(path.dirname(dir), { recursive: true, force: true });
  };
  const until = Date.now() + 20_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    const failure = await client.connect().then(
      () => null,
      (error: Error) => error,
    );
    await client.end().catch(() => {});
    if (failure === null) return { url, stop };
    if (Date.now() > until || child.exitCode !== null) {
      await stop();
      throw new Error(`a program of PostgreSQL does not start: ${failure.message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
