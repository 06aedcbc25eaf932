import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '#server/app/open-server.ts';
import { companyCa } from '#server/ca/company-ca.ts';
import { prepareNext, switchToNext } from '#server/ca/rotate.ts';
import { agreeOnCa } from '#server/ca/shared-ca.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import { alertLongWaiting, claimNight, lookAtDatabase } from '#server/store/housekeeping.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { TestDevice, testIds } from '../../test-device.ts';
import { type NodeProcess, startNode } from '../node-process.ts';
import { call, type SignedIn, signIn } from '../start-world.ts';

/** Three processes of the server on one database, each with a data folder of its own. */
const NAMES = ['first', 'second', 'third'];

let made: TestDatabase;
let folder: string;
let servers: NodeProcess[];
let pools: Database[];
const startServer = (n: number, port = '0') =>
  startNode('server', {
    DATABASE_URL: made.url,
    MANCHENGO_DATA_DIR: join(folder, NAMES[n] ?? ''),
    MANCHENGO_PORT: port,
    // One of them makes people for all.
    MANCHENGO_DEMO: n === 0 ? '1' : '0',
  });
beforeAll(async () => {
  made = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'manchengo-three-'));
  servers = await Promise.all(NAMES.map((_, n) => startServer(n)));
  pools = NAMES.map(() => openDatabase(made.url));
});
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.end('SIGKILL')));
  await Promise.all((pools ?? []).map((pool) => pool.end()));
  await made?.drop();
  await rm(folder, { recursive: true, force: true });
});

const caFile = (name: string, file: string) => join(folder, name, 'ca', file);
const caDeps = (name: string) => ({
  dataDir: join(folder, name),
  clock: systemClock,
  random: systemRandom,
  domains: [],
});
const [anyPool, eachPool] = [
  () => pools[0] as Database,
  <T>(work: (pool: Database) => Promise<T>) => Promise.all(pools.map(work)),
];

test('[NODE-25] three servers on one database have one company CA, whose key lies with the one that made it', async () => {
  expect(new Set(NAMES.map((name) => readFileSync(caFile(name, 'root.pem'), 'utf8'))).size).toBe(1);
  expect(NAMES.filter((name) => existsSync(caFile(name, 'root-key.pem')))).toHaveLength(1);
});

test('[NODE-25] each knows how many they are, and gives its part of a caller’s budget', async () => {
  let running = 0;
  await lookAtDatabase({
    database: anyPool(),
    random: systemRandom,
    dataDir: join(folder, 'first'),
    log: silentLog,
    onServers: (count) => {
      running = count;
    },
  });
  expect(running).toBe(NAMES.length);
});

test('[NODE-25] what an operator changes about the CA at one server reaches the others, and never the way back', async () => {
  const maker = NAMES.find((name) => existsSync(caFile(name, 'root-key.pem'))) as string;
  const other = NAMES.find((name) => name !== maker) as string;
  const follow = async () => {
    for (const name of [other, maker, other]) {
      expect(await agreeOnCa(anyPool(), companyCa(caDeps(name)))).toMatchObject({ ok: true });
    }
  };
  const roots = (name: string) => companyCa(caDeps(name)).roots();
  for (const step of [prepareNext, switchToNext]) {
    expect(await step(companyCa(caDeps(maker)), caDeps(maker))).toMatchObject({ ok: true });
    await follow();
    expect(await roots(maker)).toHaveLength(2);
    expect(await roots(other)).toEqual(await roots(maker));
  }
  expect(existsSync(caFile(other, 'cross.pem'))).toBe(true);
  expect(existsSync(caFile(other, 'root-key.pem'))).toBe(false);
});

test('[NODE-25] a server with another company’s CA is refused in one sentence, and its folder stays as it is', async () => {
  const dataDir = await mkdtemp(join(folder, 'foreign-'));
  const [root] = await companyCa({ ...caDeps('x'), dataDir }).roots();
  const logger = nodeLog('server', 'silent');
  const refused = await openServer({ databaseUrl: made.url, appOrigins: [], demo: false, logger, dataDir });
  expect(refused).toEqual({
    ok: false,
    error: expect.stringMatching(/^The company CA in [^\n]* is not the one of this database[^\n]*\.$/),
  });
  expect(readFileSync(join(dataDir, 'ca', 'root.pem'), 'utf8')).toBe(root);
});

test('[NODE-25] one of them does the work of a night, and each night again', async () => {
  const claims = (day: string) =>
    eachPool((database) =>
      claimNight({ database, clock: { ...systemClock, now: () => Date.parse(`${day}T02:29:00Z`) } }, 'tidying'),
    );
  for (const day of ['2026-11-22', '2026-11-23']) {
    expect((await claims(day)).filter(Boolean)).toHaveLength(1);
    expect(await claims(day)).toEqual([false, false, false]);
  }
});

const PHONES = 6;

/** Hands in until it is told to stop. Whoever gets no answer from one server, or is told to come later, asks the next. */
async function handIn({ device, authorization }: SignedIn, first: number, isOver: () => boolean) {
  let [made, failed] = [0, 0];
  while (!isOver()) {
    const events = Array.from({ length: 5 }, () =>
      device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} }),
    );
    made += events.length;
    const request = { authorization, body: device.pushBody(events) };
    let status = 0;
    for (let n = 0; n < NAMES.length && status !== 200; n += 1) {
      const { url } = (servers[(first + n) % NAMES.length] as NodeProcess).ready;
      status = await call(url, 'POST', '/api/sync/push', request).then(
        (answer) => answer.status,
        () => 0,
      );
    }
    if (status !== 200) failed += 1;
  }
  return { device_id: device.id, made, failed };
}

test('[NODE-57] one of three is killed in mid-push, and the others are restarted one after another: no request fails, and each event is there once', async () => {
  const url = (n: number) => (servers[n] as NodeProcess).ready.url;
  const phones = await Promise.all(Array.from({ length: PHONES }, (_, n) => signIn(url(n % NAMES.length), 'admin')));
  let isOver = false;
  const running = phones.map((phone, n) => handIn(phone, n, () => isOver));
  for (const [n, signal] of (['SIGKILL', 'SIGTERM', 'SIGTERM'] as const).entries()) {
    const { code } = await (servers[n] as NodeProcess).end(signal);
    expect(code).toBe(signal === 'SIGTERM' ? 0 : null);
    servers[n] = await startServer(n, new URL(url(n)).port);
  }
  isOver = true;
  const done = await Promise.all(running);
  expect(done.map(({ failed }) => failed)).toEqual(done.map(() => 0));
  const { rows } = await anyPool().query<{ device_id: string; held: number; highest: number }>(
    'SELECT device_id, count(*)::integer AS held, max(seq)::integer AS highest FROM events WHERE device_id = ANY ($1::uuid[]) GROUP BY 1',
    [done.map(({ device_id }) => device_id)],
  );
  const wanted = done.map(({ device_id, made }) => ({ device_id, held: made, highest: made }));
  const byDevice = (one: { device_id: string }, other: { device_id: string }) =>
    one.device_id < other.device_id ? -1 : 1;
  expect(rows.toSorted(byDevice)).toEqual(wanted.toSorted(byDevice));
});

test('[AUTH-62] [NODE-25] whoever guesses a password at three servers at once has no more tries than at one', async () => {
  const device = new TestDevice(0);
  const registration = { id: device.id, name: 'g', platform: 'test', app_version: '0', public_key: device.publicKey };
  const guesses = servers.flatMap(({ ready }) =>
    Array.from({ length: LIMITS.wrongPasswordsPerName }, (_, n) =>
      call(ready.url, 'POST', '/api/auth/login', {
        body: { username: 'admin', password: `guess ${n}`, device: registration },
      }),
    ),
  );
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(LIMITS.wrongPasswordsPerName);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2 * LIMITS.wrongPasswordsPerName);
});

test('[NODE-25] what waits too long is alerted once, though all of them look at the same moment', async () => {
  await anyPool().query(
    `INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at, received_at,
                         drift_ms, received_via, stored_at, status, waits_for)
     VALUES ($1, $1, 1, 1, 'INVOICE', 'x', 'INVOICE_CREATED', '', '', now(), now(), 0, $1, now() - interval '2 days', 'WAITING',
             'CLIENT:x')`,
    [testIds.uuid()],
  );
  const alerted = await eachPool((database) => alertLongWaiting({ database, clock: systemClock, ids: testIds }));
  expect(alerted.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect((await anyPool().query(`SELECT FROM alerts WHERE kind = 'WAITING_LONG'`)).rowCount).toBe(1);
});
