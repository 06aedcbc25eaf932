import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { refresh, startSession } from '../identity/sessions.ts';
import { newDevice, openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { inTransaction, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

/** A real server on few connections. */
const CONNECTIONS = 4;
const SESSIONS = 20;
const REFRESHES = 200;

let made: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  made = await createTestDatabase();
  server = await openTestServer(made.url, turnedClock('2026-11-22T10:00:00.000Z'), { poolSize: CONNECTIONS });
});
afterAll(async () => {
  await server?.close();
  await made?.drop();
});

/** Sessions as sign-ins begin them, without the passwords, which take their time. */
async function begunSessions(): Promise<string[]> {
  const { deps } = server;
  const [userId = 0] = await server.addUsers({ username: 'root', name: 'R', role: 'admin', password: 'long enough' });
  const user = { id: userId, username: 'root', name: 'R', role: 'admin', depot_id: null, is_active: true } as const;
  const begun = Array.from({ length: SESSIONS }, async () => {
    const device = newDevice();
    await deps.database.query(
      `INSERT INTO devices (id, user_id, name, platform, app_version, public_key, registered_at)
       VALUES ($1, $2, 'T', 'test', '1', $3, now())`,
      [device.id, userId, JSON.stringify(device.publicKey)],
    );
    return inTransaction(deps.database, (tx) =>
      startSession(tx, deps, { user, deviceId: device.id, key: device.publicKey }),
    );
  });
  return (await Promise.all(begun)).map(({ refresh_token }) => refresh_token);
}

test(`[NODE-21] ${REFRESHES} refreshes at once on ${CONNECTIONS} connections all succeed, and hold up nobody`, async () => {
  const tokens = await begunSessions();
  const all = Array.from({ length: REFRESHES }, (_, n) => refresh(server.deps, tokens[n % SESSIONS] as string));
  expect((await Promise.all(all)).filter(({ ok }) => !ok)).toEqual([]);
});

test('[NODE-21] a transaction that asks its pool for a second connection is refused at once, and the pool goes on', async () => {
  const { database } = server.deps;
  const nested = inTransaction(database, async () => database.query('SELECT 1'));
  await expect(nested).rejects.toThrow(/another connection/);
  const twice = inTransaction(database, () => inTransaction(database, async () => 1));
  await expect(twice).rejects.toThrow(/another connection/);
  // What a transaction leaves behind it may go on by itself once it has ended.
  let later: Promise<unknown> = Promise.resolve();
  let ended = () => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  await inTransaction(database, async () => {
    later = end.then(() => database.query('SELECT 1'));
  });
  ended();
  await expect(later).resolves.toMatchObject({ rowCount: 1 });
});

test('[NODE-20] a connection that breaks while it is lent out costs its transaction, and not the server', async () => {
  const { database } = server.deps;
  const broken = inTransaction(database, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await server.owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    // Idle when it breaks: nothing but the client's own event tells of it.
    await expect.poll(() => tx.query('SELECT 1').then(String, () => 'broken')).toBe('broken');
    return tx.query('SELECT 1');
  });
  await expect(broken).rejects.toThrow();
  expect((await server.call('GET', '/healthz')).status).toBe(200);
});

test('[NODE-22] a migration, and the wait for its turn, outlast every limit that the account has', async () => {
  const own = await createTestDatabase();
  const limited = `${own.url}?statement_timeout=200`;
  const holder = new pg.Client({ connectionString: own.url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT pg_advisory_xact_lock(7310562013)');
  const pool = openDatabase(limited);
  const migrated = migrate(pool, systemRandom);
  const waiting = async () => {
    const { rows } = await server.owner.query(
      `SELECT count(*)::integer AS n FROM pg_stat_activity
       WHERE datname = $1 AND wait_event = 'advisory' AND clock_timestamp() - query_start > '400ms'`,
      [new URL(own.url).pathname.slice(1)],
    );
    return rows[0].n;
  };
  await expect.poll(waiting).toBe(1);
  await holder.query('COMMIT');
  expect(await migrated).toMatchObject({ ok: true });
  // Its everyday work has the limit all the same.
  await expect(pool.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  await Promise.all([pool.end(), holder.end()]);
  await own.drop();
});

test('[NODE-22] the account of a running server has limits of its own, to a statement and to an idle transaction', async () => {
  const { rows } = await server.deps.database.query(
    `SELECT current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle,
            current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style`,
  );
  expect(rows).toEqual([{ statement: '30s', idle: '1min', zone: 'UTC', style: 'ISO, YMD' }]);
});

test('[NODE-27] an older PostgreSQL than 15 is refused in one sentence', async () => {
  const own = await createTestDatabase();
  const pool = openDatabase(own.url);
  // What such a server says of itself: nothing else is asked of it.
  await pool.query('CREATE SCHEMA old');
  await pool.query(`CREATE FUNCTION old.current_setting(text) RETURNS text LANGUAGE sql AS
    $$ SELECT CASE $1 WHEN 'server_version_num' THEN '140012' ELSE '14.12' END $$`);
  await pool.query(`ALTER DATABASE ${new URL(own.url).pathname.slice(1)} SET search_path = old, pg_catalog, public`);
  await pool.end();
  const again = openDatabase(own.url);
  expect(await migrate(again, systemRandom)).toEqual({
    ok: false,
    error: expect.stringMatching(/^[^\n]*14\.12[^\n]* 15 or newer[^\n]*\.$/),
  });
  await again.end();
  await own.drop();
});
