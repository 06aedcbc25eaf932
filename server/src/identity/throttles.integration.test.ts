import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Log } from '#shared/ports/log.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { newDevice, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { enrolmentCounters } from './enrolment-throttle.ts';
import { type Attempt, loginCounters } from './login-throttle.ts';
import { type Counter, Tries } from './tries.ts';

const PASSWORD = 'un mot de passe é';
const START = '2026-11-22T10:00:00.000Z';
const log: Log = { debug() {}, info() {}, warn() {}, error() {} };
const stranger: Attempt = { username: 'driver1', origin: { hubId: null, address: '10.0.0.7' }, knownDevice: null };
let database: TestDatabase;
let servers: TestServer[];
let clock: ReturnType<typeof turnedClock>;
let tries: Tries;
let looks = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const [one, two] = [
    await openTestServer(database.url, turnedClock(START)),
    await openTestServer(database.url, turnedClock(START)),
  ];
  servers = [one, two];
  await one.addUsers({ username: 'boss', name: 'Admin', role: 'admin', password: PASSWORD });
  await one.deps.database.query(`INSERT INTO depots (code, name) VALUES ('ALG', 'Alger')`);
});
beforeEach(async () => {
  clock = turnedClock(START);
  looks = 0;
  await servers[0]?.owner.query('DELETE FROM tries');
  tries = process();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await database.drop();
});

const rowsCounted = async (): Promise<number> =>
  (await (servers[0] as TestServer).owner.query('SELECT count(*)::integer AS n FROM tries')).rows[0].n;

/** A server process on the same database. */
const process = () => new Tries({ database: servers[0]?.deps.database as never, clock, log });

async function attempt(
  counters: Counter[],
  result: Result<string, RequestError> = refuse('INVALID_CREDENTIALS', 'wrong'),
  by = tries,
): Promise<number> {
  const answer = await by.guard({
    counters,
    detail: (seconds) => `wait ${seconds} s`,
    work: async () => {
      looks += 1;
      return result;
    },
    wrong: 'INVALID_CREDENTIALS',
  });
  return answer.ok ? 0 : (answer.error.retryAfterSeconds ?? 0);
}
const wrong = (times: number, counters: Counter[], by = tries) =>
  Promise.all(Array.from({ length: times }, () => attempt(counters, undefined, by)));

test('[AUTH-62] of sixty wrong ones at once, at two servers, no more are looked at than are allowed', async () => {
  const counters = loginCounters(stranger);
  await Promise.all([wrong(30, counters), wrong(30, counters, process())]);
  expect(looks).toBe(LIMITS.wrongPasswordsPerName);
  expect(await attempt(counters, ok('right'))).toBe(LIMITS.wrongPasswordSeconds);
  const { rows } = await (servers[0] as TestServer).owner.query('SELECT name, count FROM tries ORDER BY count');
  expect(rows.map(({ count }) => count)).toEqual([10, 10]);
  expect(JSON.stringify(rows)).not.toContain(stranger.username);
});

test('[AUTH-62] sixty wrong passwords at once are sixty tries at the server itself, and eighty wrong codes eighty', async () => {
  const [one, two] = servers as [TestServer, TestServer];
  const device = newDevice();
  const guesses = Array.from({ length: 60 }, (_, n) => (n % 2 ? one : two).signIn('boss', `guess ${n}`, device));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(LIMITS.wrongPasswordsPerName);
  expect(statuses.filter((status) => status === 429)).toHaveLength(60 - LIMITS.wrongPasswordsPerName);

  const enroll = (server: TestServer, code: string, remoteAddress: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/hubs/enroll',
      remoteAddress,
      payload: { code, name: 'Hub', public_key: newDevice().publicKey },
    });
  const codes = Array.from({ length: 80 }, (_, n) =>
    enroll(n % 2 ? one : two, `${String(n).padStart(4, '2')}-AAAA-BBBB`, '10.9.9.9'),
  );
  const answers = (await Promise.all(codes)).map(({ statusCode }) => statusCode);
  expect(answers.filter((status) => status === 409)).toHaveLength(LIMITS.wrongHubCodesPerAddress);
  expect(answers.filter((status) => status === 429)).toHaveLength(80 - LIMITS.wrongHubCodesPerAddress);
});

test('[AUTH-62] what was right, or failed for another reason, or broke, costs no try', async () => {
  const counters = loginCounters(stranger);
  for (let n = 0; n < 3 * LIMITS.wrongPasswordsPerName; n += 1) {
    await attempt(counters, n % 2 ? ok('right') : refuse('UNAVAILABLE', 'busy'));
    await tries
      .guard({
        counters,
        detail: String,
        work: () => Promise.reject(new Error('broken')),
        wrong: 'INVALID_CREDENTIALS',
      })
      .catch(() => {});
  }
  expect(looks).toBe(3 * LIMITS.wrongPasswordsPerName);
});

test('[AUTH-3] a name rests after its last try, to the millisecond; a phone of its user has tries of its own', async () => {
  const counters = loginCounters(stranger);
  const own = loginCounters({ ...stranger, knownDevice: 'a' });
  await wrong(LIMITS.wrongPasswordsPerName - 1, counters);
  expect(await attempt(counters, ok('right'))).toBe(0);
  await wrong(LIMITS.wrongPasswordsPerName, counters);
  const elsewhere = loginCounters({ ...stranger, origin: { hubId: null, address: '10.0.0.8' } });
  expect(await attempt(elsewhere)).toBe(LIMITS.wrongPasswordSeconds);
  await wrong(LIMITS.wrongPasswordsPerName, own);
  expect(await attempt(own)).toBe(LIMITS.wrongPasswordSeconds);
  expect(await attempt(loginCounters({ ...stranger, knownDevice: 'b' }))).toBe(0);
  clock.turn(LIMITS.wrongPasswordSeconds * 1000 - 1);
  expect([await attempt(elsewhere), await attempt(own)]).toEqual([1, 1]);
  clock.turn(1);
  expect([await attempt(elsewhere), await attempt(own)]).toEqual([0, 0]);
});

test('[AUTH-3] a clock that was set back keeps nobody waiting', async () => {
  const counters = loginCounters(stranger);
  await wrong(LIMITS.wrongPasswordsPerName, counters);
  clock.turn(-365 * 24 * 3600 * 1000);
  expect(await attempt(counters)).toBe(0);
});

test('[AUTH-27] strangers behind one address rest whatever name they give; a known phone there goes on', async () => {
  const from = (address: string, over: Partial<Attempt> = {}, hubId: string | null = null) =>
    loginCounters({ ...stranger, username: String(Math.random()), origin: { hubId, address }, ...over });
  await Promise.all(Array.from({ length: LIMITS.wrongPasswordsPerAddress }, () => attempt(from('2001:db8::1'))));
  expect(await attempt(from('2001:db8::2'))).toBe(LIMITS.wrongPasswordSeconds);
  expect(await attempt(from('2001:db8::2', { knownDevice: 'a' }))).toBe(0);
  expect(await attempt(from('2001:db8:1::2'))).toBe(0);
  // In each yard there may be such an address; and a hub that makes addresses up has so many tries in all.
  expect(await attempt(from('2001:db8::2', {}, 'hub 1'))).toBe(0);
  const made_up = Array.from({ length: LIMITS.wrongPasswordsPerHub }, (_, n) =>
    attempt(from(`10.1.${n >> 8}.${n & 255}`, {}, 'hub 2')),
  );
  expect(new Set(await Promise.all(made_up))).toEqual(new Set([0]));
  expect(await attempt(from('10.2.0.1', {}, 'hub 2'))).toBe(LIMITS.wrongPasswordSeconds);
  expect(await attempt(from('10.2.0.1', { knownDevice: 'a' }, 'hub 2'))).toBe(0);
});

test('[HUB-10] an address has ten wrong codes an hour, and so has what begins alike; nobody keeps other hubs out', async () => {
  const at = (address: string, code: string) => enrolmentCounters({ hubId: null, address }, code);
  for (let n = 0; n < 400; n += 1) await attempt(at(`10.1.${n >> 8}.${n & 255}`, `${n + 1000}-AAAA-BBBB`));
  expect(looks).toBe(400);
  expect(await attempt(at('10.0.0.1', 'K7QM-3FHT-9WXA'))).toBe(0);
  await wrong(LIMITS.wrongHubCodesPerAddress - 1, at('10.0.0.1', 'K7QM-3FHT-9WXA'));
  expect(await attempt(at('10.0.0.1', 'ZZZZ-3FHT-9WXA'))).toBe(LIMITS.wrongHubCodeSeconds);
  expect(await attempt(at('10.0.0.2', 'k7 qm'))).toBe(LIMITS.wrongHubCodeSeconds);
  expect(await attempt(at('10.0.0.2', 'K7QN-3FHT-9WXA'))).toBe(0);
  clock.turn(LIMITS.wrongHubCodeSeconds * 1000);
  expect(await attempt(at('10.0.0.1', 'K7QM-3FHT-9WXA'))).toBe(0);
});

test('[AUTH-62] invented names fill no table: what is over is swept away, and the oldest beyond a bound', async () => {
  await servers[0]?.owner.query(
    `INSERT INTO tries SELECT 'LOGIN_NAME', n::text, 1, 10, $1::timestamptz, $1::timestamptz + n * interval '1 ms'
     FROM generate_series(1, $2::integer) AS n`,
    [START, LIMITS.triesCounted + 500],
  );
  const invent = (n: number) => loginCounters({ ...stranger, username: `x${n}`, knownDevice: 'a' });
  for (let n = 0; n < 1_000; n += 100) await Promise.all(Array.from({ length: 100 }, (_, m) => attempt(invent(n + m))));
  expect(await rowsCounted()).toBeLessThanOrEqual(LIMITS.triesCounted + 1_000);
  clock.turn(10 * LIMITS.wrongHubCodeSeconds * 1000);
  for (let n = 0; n < 1_000; n += 100) await Promise.all(Array.from({ length: 100 }, (_, m) => attempt(invent(n + m))));
  expect(await rowsCounted()).toBeLessThanOrEqual(1_000);
});
