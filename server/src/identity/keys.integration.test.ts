import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { spendAssertion } from './spent-assertions.ts';
import { signClaims } from './tokens.ts';

const PASSWORD = 'un mot de passe';
const DAY = 24 * 3600 * 1000;

const clock = turnedClock('2026-11-22T10:00:00.000Z');
let database: TestDatabase;
/** Two processes on one database. */
let one: TestServer;
let two: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  one = await openTestServer(database.url, clock);
  await one.addUsers({ username: 'chef', name: 'Chef', role: 'admin', password: PASSWORD });
  two = await openTestServer(database.url, clock);
});
afterAll(async () => {
  await one?.close();
  await two?.close();
  await database?.drop();
});

const kidOf = (token: string) => decodeProtectedHeader(token).kid ?? '';
const signIn = async (server: TestServer) => (await server.signIn('chef', PASSWORD)).body;
const status = async (server: TestServer, token: string) =>
  (await server.call('GET', '/api/sync/status', { token })).status;
const jwksOf = async (server: TestServer): Promise<Record<string, string>[]> =>
  (await server.call('GET', '/.well-known/jwks.json')).body.keys;
const privateHalves = async (): Promise<boolean[]> =>
  (
    await one.deps.database.query<{ has: boolean }>(
      `SELECT private_jwk IS NOT NULL AS has FROM signing_keys WHERE purpose = 'token' ORDER BY created_at`,
    )
  ).rows.map(({ has }) => has);

test('[AUTH-22] an admin begins a new key, which signs at once; what former ones signed still holds', async () => {
  const before = await signIn(one);
  const rotated = await one.call('POST', '/api/admin/keys/rotate', { token: before.access_token });
  expect(rotated.status).toBe(201);
  const after = await signIn(one);
  expect(kidOf(after.access_token)).toBe(rotated.body.kid);
  expect(kidOf(before.access_token)).not.toBe(rotated.body.kid);
  expect([await status(one, before.access_token), await status(one, after.access_token)]).toEqual([200, 200]);
  const { refresh_token } = before;
  const renewed = await one.call('POST', '/api/auth/refresh', { body: { refresh_token } });
  expect([renewed.status, kidOf(renewed.body.access_token)]).toEqual([200, rotated.body.kid]);
});

test('[AUTH-25] another process takes a token by a key that it has not heard of, and shows that key', async () => {
  await one.deps.keys.rotate();
  const { access_token } = await signIn(one);
  expect(two.deps.keys.token.kid).not.toBe(kidOf(access_token));
  const forged = Array.from({ length: 20 }, (_, n) => `token-${String(n).padStart(16, 'x')}`);
  const answers = await Promise.all([status(two, access_token), ...forged.map((kid) => two.deps.keys.tokenKey(kid))]);
  expect(answers).toEqual([200, ...forged.map(() => null)]);
  expect(two.deps.keys.token.kid).toBe(kidOf(access_token));
  await one.deps.keys.rotate();
  expect(await jwksOf(two)).toEqual(one.deps.keys.jwks.keys);
});

test('[AUTH-22] a key is followed at ninety days and not before, by one process, and its private half goes a day later', async () => {
  const { kid } = one.deps.keys.token;
  const born = (await one.deps.database.query('SELECT created_at FROM signing_keys WHERE kid = $1', [kid])).rows[0];
  clock.turn(Date.parse(born.created_at) + LIMITS.tokenKeyDays * DAY - 1 - clock.now());
  await one.deps.keys.keepFresh();
  expect(one.deps.keys.token.kid).toBe(kid);
  clock.turn(1);
  const count = (await jwksOf(one)).length;
  await Promise.all([one.deps.keys.keepFresh(), two.deps.keys.keepFresh()]);
  expect(one.deps.keys.token.kid).not.toBe(kid);
  expect(two.deps.keys.token.kid).toBe(one.deps.keys.token.kid);
  expect(await jwksOf(one)).toHaveLength(count + 1);
  expect((await privateHalves()).at(-2)).toBe(true);
  clock.turn(LIMITS.formerKeyHours * 3600 * 1000 + 1);
  await one.deps.keys.keepFresh();
  const halves = await privateHalves();
  expect(halves).toEqual(halves.map((_, index) => index === halves.length - 1));
  const again = await openTestServer(database.url, clock);
  expect(again.deps.keys.jwks).toEqual(one.deps.keys.jwks);
  await again.close();
});

test('[AUTH-23] every key of the JWKS but the first is endorsed, those of codes too', async () => {
  const [first, ...others] = await jwksOf(one);
  expect(first).not.toHaveProperty('endorsement');
  expect(others.length).toBeGreaterThan(3);
  for (const key of others) {
    expect(decodeProtectedHeader(key.endorsement ?? '')).toMatchObject({ typ: 'manchengo-key+jwt', alg: 'ES256' });
    expect(key).not.toHaveProperty('d');
  }
});

test('[AUTH-24] what is dated after its key was followed is signed with a stolen copy', async () => {
  const { access_token } = await signIn(one);
  const stolen = { token: one.deps.keys.token };
  const followedAt = clock.now();
  await one.deps.keys.rotate();
  const forge = (issuedMs: number) => {
    const iat = Math.floor(issuedMs / 1000);
    const claims = { ...decodeJwt(access_token), iat, exp: iat + 900 };
    return signClaims(stolen as typeof one.deps.keys, TOKEN_TYPES.access, claims);
  };
  clock.turn(LIMITS.tokenKeyOverlapSeconds * 1000);
  // A process that has not heard of the new key yet may still sign with the old one.
  expect(await status(two, await forge(followedAt + LIMITS.tokenKeyOverlapSeconds * 1000))).toBe(200);
  clock.turn(2_000);
  await two.deps.keys.refresh();
  for (const server of [one, two]) expect(await status(server, await forge(clock.now()))).toBe(401);
  // Nor does it take back what the key signed in its time: that token is merely old.
  expect((await two.call('GET', '/api/sync/status', { token: access_token })).body.code).toBe('TOKEN_EXPIRED');
});

test('[HUB-6] an assertion is spent at every process, and after a restart', async () => {
  const hub = crypto.randomUUID();
  const db = one.deps.database;
  const depot = await db.query(`INSERT INTO depots (code, name) VALUES ('ALG', 'Alger') RETURNING id`);
  await db.query(`INSERT INTO hubs (id, depot_id, name, public_key, enrolled_at) VALUES ($1, $2, 'H', '{}', now())`, [
    hub,
    depot.rows[0].id,
  ]);
  const spend = (server: TestServer) => spendAssertion(server.deps.database, hub, 'one\u0000', clock.now() + 60_000);
  const spent = await Promise.all([spend(one), spend(two), spend(one), spend(two)]);
  expect(spent.filter(Boolean)).toHaveLength(1);
});
