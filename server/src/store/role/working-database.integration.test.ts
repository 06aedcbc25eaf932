import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Log } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Database, openDatabase, sqlState } from '../database.ts';
import { migrate } from '../migrate.ts';
import { openWorkingDatabase, serverLogin } from './working-database.ts';

/** The account of a running server on a real PostgreSQL. What it may do well enough, every other test of the server shows. */
let made: TestDatabase;
let owner: Database;
let server: Database;
const warnings: string[] = [];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: (fields) => warnings.push(JSON.stringify(fields)),
  error: () => {},
};

beforeAll(async () => {
  made = await createTestDatabase();
  owner = openDatabase(made.url);
  expect(await migrate(owner, systemRandom)).toMatchObject({ ok: true });
  server = await openWorkingDatabase(owner, made.url, log);
});
afterAll(async () => {
  await server?.end();
  await owner?.end();
  await made?.drop();
});

const refusal = (statement: string): Promise<string> =>
  server.query(statement).then(
    () => 'allowed',
    (error) => sqlState(error),
  );
const DENIED = '42501';

test('[HARD-10] a running server is neither the owner nor anybody who may become it', async () => {
  const { rows } = await server.query(
    `SELECT current_user = session_user AS itself, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
            pg_has_role(session_user, $1, 'MEMBER') AS owner FROM pg_roles WHERE rolname = session_user`,
    [new URL(made.url).username],
  );
  expect(rows).toEqual([
    {
      itself: true,
      owner: false,
      ...{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false },
    },
  ]);
  expect(await refusal(`SET ROLE ${new URL(made.url).username}`)).toBe(DENIED);
  expect(warnings).toEqual([]);
});

test.each([
  'CREATE TABLE theirs (n integer)',
  'ALTER TABLE events ADD COLUMN theirs text',
  'DROP TABLE alerts',
  'TRUNCATE batches',
  'CREATE FUNCTION theirs() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
  `CREATE TRIGGER theirs BEFORE INSERT ON events EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  'CREATE SCHEMA theirs',
  `COMMENT ON TABLE events IS 'theirs'`,
  `COPY events TO PROGRAM 'cat'`,
  `SELECT pg_read_file('PG_VERSION')`,
  'DELETE FROM events',
  `UPDATE events SET body = ''`,
  'UPDATE events SET user_id = 1',
  'DELETE FROM acts',
  `UPDATE acts SET reason = ''`,
  'DELETE FROM stock_moves',
  'UPDATE stock_moves SET quantity = 0',
  'DELETE FROM invoices',
  'DELETE FROM deliveries',
  'UPDATE changes SET body = body',
  'DELETE FROM devices',
  'DELETE FROM signing_keys',
  'DELETE FROM document_counters',
])('[HARD-10] it may not: %s', async (statement) => {
  expect(await refusal(statement)).toBe(DENIED);
});

test('[HARD-10] once the owner has another password, the account has another secret, and is let in again', async () => {
  const admin = new pg.Client({ connectionString: made.url });
  await admin.connect();
  const name = `own_${crypto.randomUUID().replaceAll('-', '')}`;
  // A name of letters and figures alone, and passwords of the test's own.
  await admin.query(`CREATE ROLE ${name} SUPERUSER LOGIN PASSWORD 'first'`);
  const asOwner = (password: string): string => {
    const url = new URL(made.url);
    [url.username, url.password] = [name, password];
    return url.href;
  };
  const whoWorks = async (url: string): Promise<string> => {
    const theirs = openDatabase(url);
    const working = await openWorkingDatabase(theirs, url, log);
    const { rows } = await working.query('SELECT session_user AS name');
    await Promise.all([theirs.end(), working.end()]);
    return rows[0].name;
  };
  try {
    expect(await whoWorks(asOwner('first'))).toBe(`${name}_server`);
    await admin.query(`ALTER ROLE ${name} PASSWORD 'second'`);
    expect(serverLogin(asOwner('second'))?.secret).not.toBe(serverLogin(asOwner('first'))?.secret);
    expect(await whoWorks(asOwner('second'))).toBe(`${name}_server`);
    expect(warnings).toEqual([]);

    // An owner that may make no account works itself, and says so.
    await admin.query(`DROP OWNED BY ${name}_server; DROP ROLE ${name}_server`);
    await admin.query(`ALTER ROLE ${name} NOSUPERUSER NOCREATEROLE`);
    await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${name}`);
    expect(await whoWorks(asOwner('second'))).toBe(name);
    expect(warnings).toEqual([expect.stringMatching(/permission denied to create role/)]);
  } finally {
    await admin.query(`DROP OWNED BY ${name}; DROP ROLE IF EXISTS ${name}; DROP ROLE IF EXISTS ${name}_server`);
    await admin.end();
  }
});

test('[HARD-10] from an address without a password no account is made', () => {
  expect(serverLogin('postgres://manchengo@db/manchengo')).toBeNull();
  expect(serverLogin('postgres:///manchengo?host=/run/postgresql')).toBeNull();
  expect(serverLogin('/run/postgresql manchengo')).toBeNull();
  expect(serverLogin(`postgres://${'m'.repeat(60)}:x@db/manchengo`)).toBeNull();
  const login = serverLogin('postgres://m%C3%A9:a%2Fb@db:5433/manchengo?sslmode=require');
  expect(login).toMatchObject({ role: 'mé_server' });
  expect(login?.url).toBe(`postgres://m%C3%A9_server:${login?.secret}@db:5433/manchengo?sslmode=require`);
});
