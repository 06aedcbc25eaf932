import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '#shared/testing/postgres-cluster.ts';
import { WAIT_MS } from '#shared/testing/wait-limits.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded.ts';
import { processIdentity } from './embedded-process.ts';

/** A folder with a cluster in it that was made once: to make one takes longer than all that most of these tests do. */
let made: string;
beforeAll(async () => {
  made = await temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir: path.join(made, 'cluster'), log: () => {} });
  if (!first.ok) throw new Error(first.error.message);
  await first.value.stop();
});
afterAll(() => rm(made, { recursive: true, force: true }));

const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

test('data outlive a stop and a new start, and the password is kept', async () => {
  const dataDir = await folder();
  const first = await started({ dataDir });
  await query(first, 'CREATE TABLE kept (n int)');
  await query(first, 'INSERT INTO kept VALUES (42)');
  await first.stop();
  expect(processIdentity(first.pid)).toBeNull();

  const second = await started({ dataDir });
  expect(await query(second, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  expect((await stat(path.join(second.home, 'password'))).mode & 0o777).toBe(0o600);
});

test('a cluster is durable, UTF-8 and answers on loopback with a password only', async () => {
  const cluster = await started({ dataDir: await folder() });
  const [settings] = await query(
    cluster,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS listen`,
  );
  expect(settings).toEqual({ fsync: 'on', commit: 'on', encoding: 'UTF8', listen: '127.0.0.1' });
  const url = new URL(cluster.connectionString);
  url.password = 'guess';
  await expect(query({ ...cluster, connectionString: url.href }, 'SELECT 1')).rejects.toThrow(/password/);
});

test('after kill -9 of its parent the left-over server is ended and the data are there', async () => {
  const dataDir = await folderWithCluster();
  const parent = await startedInAnotherProcess(dataDir);
  await query(parent, 'CREATE TABLE kept AS SELECT 7 AS n');
  parent.process.kill('SIGKILL');
  await once(parent.process, 'exit');
  expect(processIdentity(parent.pid)).not.toBeNull();

  const next = await started({ dataDir });
  expect(processIdentity(parent.pid)).toBeNull();
  expect(await query(next, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

test('a folder whose node still lives is refused, and that node is left in peace', async () => {
  const dataDir = await folderWithCluster();
  const first = await started({ dataDir });
  const second = await startEmbeddedPostgres({ dataDir, log: () => {} });
  expect(second).toMatchObject({ ok: false, error: { code: 'IN_USE' } });
  expect(await query(first, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a pid file whose number went to another program does no harm, to it or to us', async () => {
  const dataDir = await folderWithCluster();
  const first = await started({ dataDir });
  const pidFile = path.join(first.home, 'data', 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await first.stop();
  const bystander = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: 'pipe' });
  clean.push(async () => bystander.kill('SIGKILL'));
  await writeFile(pidFile, [bystander.pid, ...lines.slice(1)].join('\n'), { mode: 0o600 });

  const second = await started({ dataDir });
  expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test('an interrupted making is done again; damaged data are told in one sentence and left alone', async () => {
  const dataDir = await folder();
  await mkdir(path.join(dataDir, 'data.new'));
  await writeFile(path.join(dataDir, 'data.new', 'half'), 'made');
  const cluster = await started({ dataDir });
  await cluster.stop();

  const control = path.join(cluster.home, 'data', 'global', 'pg_control');
  const whole = await readFile(control);
  await writeFile(control, whole.subarray(0, 100));
  const corrupt = await startEmbeddedPostgres({ dataDir, log: () => {} });
  expect(corrupt).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  expect(await readFile(control)).toEqual(whole.subarray(0, 100));

  await rm(path.join(cluster.home, 'data', 'PG_VERSION'));
  const gone = await startEmbeddedPostgres({ dataDir, log: () => {} });
  expect(gone).toMatchObject({ ok: false, error: { code: 'CORRUPT', message: expect.stringContaining('PG_VERSION') } });
});

test('[NODE-20] one that was killed and does not come back in its time is given up, and the node is told why', async () => {
  const lost: string[] = [];
  const cluster = await started({
    dataDir: await folderWithCluster(),
    reviveMs: 500,
    onLost: ({ message }) => lost.push(message),
  });
  await rm(path.join(cluster.home, 'data', 'PG_VERSION'));
  process.kill(cluster.pid, 'SIGKILL');
  await vi.waitFor(() => expect(lost).toHaveLength(1), { timeout: WAIT_MS, interval: 50 });
  expect(lost[0]).toMatch(/^[A-Z].*\.$/s);
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(
  'as root in a clone that others may not enter, the data go where PostgreSQL can reach them',
  async () => {
    const locked = await folder();
    const dataDir = path.join(locked, 'clone', 'data');
    await mkdir(dataDir, { recursive: true });
    await chmod(locked, 0o700);
    const reachableDir = await folder();
    const said: string[] = [];

    const first = await started({ dataDir, reachableDir, log: (line) => said.push(line) });
    expect(first.home.startsWith(reachableDir)).toBe(true);
    expect(said.join('\n')).toContain(first.home);
    await query(first, 'CREATE TABLE kept AS SELECT 3 AS n');
    await first.stop();
    const second = await started({ dataDir, reachableDir });
    expect(await query(second, 'SELECT n FROM kept')).toEqual([{ n: 3 }]);

    await second.stop();

    const moved = path.join(locked, 'moved');
    await rename(dataDir, moved);
    const third = await started({ dataDir: moved, reachableDir });
    expect(third.home).toBe(first.home);

    const copy = path.join(locked, 'copy');
    await cp(moved, copy, { recursive: true });
    const elsewhere = await startEmbeddedPostgres({ dataDir: copy, reachableDir, log: () => {} });
    expect(elsewhere).toMatchObject({ ok: false, error: { code: 'DATA_ELSEWHERE' } });

    // A new clone in the old place begins anew.
    const fresh = await started({ dataDir, reachableDir });
    expect(fresh.home).not.toBe(first.home);
  },
);

test.skipIf(!isRoot)('as root with programs in a folder that others may not enter, a copy of them is run', async () => {
  const { copyBinaries, findBinaries } = await import('./embedded-binaries.ts');
  const reachableDir = await folder();
  const binaries = await findBinaries();
  const copied = await copyBinaries(binaries!, reachableDir);
  expect(await copyBinaries(binaries!, reachableDir)).toEqual(copied);
  const child = spawn(copied.postgres, ['--version'], { uid: 65_534, gid: 65_534, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});

async function folder(): Promise<string> {
  const temporary = await temporaryFolder();
  clean.push(() => rm(temporary, { recursive: true, force: true }));
  const dir = path.join(temporary, 'cluster');
  await mkdir(dir);
  return dir;
}

/** As if it had been made here, with its owner. */
async function folderWithCluster(): Promise<string> {
  const dir = await folder();
  await promisify(execFile)('cp', ['-a', `${path.join(made, 'cluster')}/.`, dir]);
  return dir;
}

async function started(options: Omit<EmbeddedPostgresOptions, 'log'> & { log?: (line: string) => void }) {
  const result = await startEmbeddedPostgres({ log: () => {}, ...options });
  if (!result.ok) throw new Error(result.error.message);
  clean.push(() => result.value.stop());
  return result.value;
}

async function startedInAnotherProcess(
  dataDir: string,
): Promise<{ process: ChildProcess; connectionString: string; pid: number }> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))};
    const started = await startEmbeddedPostgres({ dataDir: process.argv[1], log: console.error });
    console.log(JSON.stringify(started.value));
    setTimeout(() => process.exit(), 60_000); // should this test run be killed itself`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  clean.push(async () => child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { process: child, ...JSON.parse(line) };
}

async function query(cluster: Pick<EmbeddedPostgres, 'connectionString'>, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: cluster.connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
