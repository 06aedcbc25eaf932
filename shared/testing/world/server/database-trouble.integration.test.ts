import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import { serverLogin } from '#server/store/role/working-database.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { startTestCluster } from '../../postgres-cluster.ts';
import { drill } from '../drill/drill.ts';
import { failoverOf } from '../drill/failover.ts';
import { type Answer, call, type SignedIn, signIn } from '../start-world.ts';

/** A database that answers and does not work: what the server says meanwhile, and what is there afterwards. */
const SMALL_DISK_MB = 48;
const EVENTS = 20;

let disk: string;
let tablespace: string | null;
let made: TestDatabase;
let owner: Database;
let server: OpenServer;
let url: string;
let phone: SignedIn;
const sent: string[] = [];

/** A disk of its own for this database; null where none can be mounted, or the cluster's account is not known. */
async function smallDisk(cluster: Database): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_DISK_MB}m`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    return null;
  }
  const { rows } = await cluster.query<{ dir: string }>(`SELECT current_setting('data_directory') AS dir`);
  const { uid, gid } = statSync(rows[0]?.dir ?? '');
  chownSync(disk, uid, gid);
  const name = `small_${crypto.randomUUID().replaceAll('-', '')}`;
  await cluster.query(`CREATE TABLESPACE ${name} LOCATION '${disk}'`);
  return name;
}

beforeAll(async () => {
  disk = await mkdtemp(join(tmpdir(), 'manchengo-database-disk-'));
  made = await createTestDatabase();
  const cluster = openDatabase(inject('testClusterUrl'));
  tablespace = await smallDisk(cluster);
  if (tablespace !== null) {
    await cluster.query(`ALTER DATABASE ${new URL(made.url).pathname.slice(1)} SET TABLESPACE ${tablespace}`);
  }
  await cluster.end();
  owner = openDatabase(made.url);
  const opened = await openServer({
    databaseUrl: made.url,
    appOrigins: [],
    demo: true,
    logger: nodeLog('server', 'silent'),
    poolSize: 4,
  });
  if (!opened.ok) throw new Error(opened.error);
  server = opened.value;
  url = await server.app.listen({ host: '127.0.0.1', port: 0 });
  phone = await signIn(url, 'admin');
});
afterAll(async () => {
  await server?.close();
  await owner?.end();
  await made?.drop();
  if (tablespace !== null) {
    const cluster = openDatabase(inject('testClusterUrl'));
    await cluster.query(`DROP TABLESPACE ${tablespace}`);
    await cluster.end();
    execFileSync('umount', [disk]);
  }
  await rm(disk, { recursive: true, force: true });
});

/** Events as a phone sends them: again and again the same, until they are acked. */
function batch(bytes = 10) {
  const payload = { note: 'x'.repeat(bytes) };
  const events = Array.from({ length: EVENTS }, () =>
    phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload }),
  );
  sent.push(...events.map(({ id }) => id));
  const body = phone.device.pushBody(events);
  return () => call(url, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
}

const isPatience = ({ status, headers, body }: Answer) =>
  status === 503 && Number(headers.get('retry-after')) > 0 && body.code === 'UNAVAILABLE';

/** Everything that was ever sent is there, once. */
async function expectAllOnce() {
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM events WHERE device_id = $1 ORDER BY id', [
    phone.device.id,
  ]);
  expect(rows.map(({ id }) => id)).toEqual(sent.toSorted());
}

test('[NODE-55] a database that only reads is told to be away, and the server goes on as soon as it writes again', async () => {
  const name = new URL(made.url).pathname.slice(1);
  const push = batch();
  await owner.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
    [name],
  );
  await expect.poll(async () => isPatience(await push())).toBe(true);
  expect(isPatience(await push())).toBe(true);
  expect((await call(url, 'GET', '/healthz')).status).toBe(200);
  await owner.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  // Connections that were opened while it only read are not kept.
  await expect.poll(async () => (await push()).status).toBe(200);
  await expectAllOnce();
});

test('[NODE-59] a process whose schema another one has lifted asks for patience, and blames nothing that was sent', async () => {
  for (const [lift, back] of [
    ['ALTER TABLE changes RENAME COLUMN body TO later', 'ALTER TABLE changes RENAME COLUMN later TO body'],
    ['ALTER TABLE events RENAME TO later', 'ALTER TABLE later RENAME TO events'],
  ] as const) {
    const push = batch();
    await owner.query(lift);
    try {
      expect(isPatience(await push())).toBe(true);
      expect((await call(url, 'GET', '/healthz')).status).toBe(200);
    } finally {
      await owner.query(back);
    }
    await expect.poll(async () => (await push()).status).toBe(200);
  }
  await expectAllOnce();
});

test('[NODE-55] [NODE-22] a database that does not get on holds up nobody for longer than its limit, and nothing is half done', async () => {
  const { role = '' } = serverLogin(made.url) ?? {};
  const limit = (ms: number | null) =>
    owner.query(
      `DO $$ BEGIN EXECUTE format('ALTER ROLE %I IN DATABASE %I SET statement_timeout = %L', '${role}', current_database(), '${ms ?? 30_000}ms'); END $$`,
    );
  await limit(500);
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()`,
    [role],
  );
  await expect.poll(async () => (await call(url, 'GET', '/healthz')).status).toBe(200);
  const pushes = Array.from({ length: 12 }, () => batch());
  const holder = await owner.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
  // While the lock is held, and not after it.
  const answers = await Promise.all(pushes.map((push) => push()));
  expect(answers.map(({ status }) => status)).toEqual(pushes.map(() => 503));
  expect(answers.every(isPatience)).toBe(true);
  await holder.query('ROLLBACK');
  holder.release();
  await limit(null);
  // In its own order: what comes before its forerunner is taken as well.
  for (const push of pushes) await expect.poll(async () => (await push()).status).toBe(200);
  await expectAllOnce();
});

test('[NODE-55] [NODE-6] a database whose disk is full asks for patience, and goes on once there is room', async (context) => {
  if (tablespace === null) return context.skip('a small disk for PostgreSQL needs root and mount');
  const filler = join(disk, 'filler');
  const room = () => Number(execFileSync('df', ['--output=avail', '-B1', disk], { encoding: 'utf8' }).split('\n')[1]);
  writeFileSync(filler, Buffer.alloc(Math.max(0, room() - 256 * 1024)));
  let refused: Answer | null = null;
  let push = batch(40_000);
  for (let n = 0; refused === null && n < 20; n += 1) {
    const answer = await push();
    if (answer.status === 200) push = batch(40_000);
    else refused = answer;
  }
  expect(refused && isPatience(refused), JSON.stringify(refused?.body)).toBe(true);
  // The pages that the refused one had got may do for it now.
  const again = await push();
  expect(again.status === 200 || isPatience(again), JSON.stringify(again.body)).toBe(true);
  rmSync(filler);
  expect(existsSync(filler)).toBe(false);
  await expect.poll(async () => (await push()).status).toBe(200);
  await expectAllOnce();
});

test('[NODE-56] a standby that had not heard the last of it is promoted: the server stays, notices, and devices bring again what is missing', async () => {
  const primary = await startTestCluster();
  // A hub tries again after a quarter of a minute: `npm run restore-drill` has one.
  const disaster = await failoverOf(primary, false);
  const { epochs, ...outcome } = await drill(disaster);
  await disaster.end();
  expect(outcome).toMatchObject({ lost: 0, doubled: [] });
  // Four sales, and what the phones had noted of them.
  expect(outcome.forgotten).toBeGreaterThanOrEqual(4);
  expect(epochs[1]).not.toBe(epochs[0]);
});
