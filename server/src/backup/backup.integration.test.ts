import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { openWorkingDatabase } from '../store/role/working-database.ts';
import { auditSums } from '../store/sums/audit-sums.ts';
import { openTestServer, type TestServer, turnedClock } from '../testing/open-test-server.ts';
import { tableFile, writeLines } from './backup-files.ts';
import { makeBackup } from './make-backup.ts';
import { tablesOf } from './read-tables.ts';
import { restoreBackup } from './restore-backup.ts';

const clock = turnedClock('2026-12-01T10:00:00.000Z');
const databases: TestDatabase[] = [];
const pools: Database[] = [];
let parent: string;
let server: TestServer;
let folder: string;

async function newDatabase(): Promise<{ url: string; owner: Database }> {
  const made = await createTestDatabase();
  databases.push(made);
  const owner = openDatabase(made.url);
  pools.push(owner);
  return { url: made.url, owner };
}

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'manchengo-backup-'));
  const { url, owner } = await newDatabase();
  server = await openTestServer(url, clock, { demo: true });
  await mkdir(join(parent, 'server', 'ca'), { recursive: true });
  await writeFile(join(parent, 'server', 'ca', 'root-key.pem'), 'a key');
  await owner.query(
    `WITH u AS (INSERT INTO blob_uploads (sha256, uploaded_by, size, touched_at) VALUES (repeat('a', 64), gen_random_uuid(), 9, now()) RETURNING id)
     INSERT INTO blob_pieces (upload_id, start, bytes)
     SELECT id, n * 300000, decode(repeat('00ff5c0a', 75000), 'hex') FROM u, generate_series(0, 20) n`,
  );
  await owner.query(
    `INSERT INTO meta VALUES ('odd', E'a\\u2028b\\nc\\\\d"e''f\\u0001 é 😀'), ('money', '9007199254740993')`,
  );
  // A number that was given out and whose row is gone.
  await owner.query(`SELECT nextval('products_id_seq') FROM generate_series(1, 50)`);
  folder = await unwrap(
    makeBackup({ database: owner, clock, dataDir: join(parent, 'server') }, join(parent, 'backups')),
  );
});
afterAll(async () => {
  await server?.close();
  await Promise.all(pools.map((pool) => pool.end()));
  await Promise.all(databases.map((database) => database.drop()));
  await rm(parent, { recursive: true, force: true });
});

async function unwrap(made: ReturnType<typeof makeBackup>): Promise<string> {
  const result = await made;
  if (!result.ok) throw new Error(result.error);
  return result.value.folder;
}

/** What a table holds, as a hash; `meta` without what a restore is known by. */
async function contents(owner: Database): Promise<Record<string, string>> {
  const tx = await owner.connect();
  const found: Record<string, string> = {};
  for (const table of await tablesOf(tx)) {
    const { rows } = await tx.query(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') AS all
       FROM (SELECT t::text AS row FROM ${table} t) r WHERE row !~ '^\\((epoch|place|written_by|mark:)'`,
    );
    found[table] = rows[0].all;
  }
  tx.release();
  return found;
}

const into = (
  target: { url: string; owner: Database },
  from = folder,
  replace = false,
  dataDir = join(parent, 'other'),
) =>
  restoreBackup(
    { database: target.owner, databaseUrl: target.url, random: systemRandom, log: silentLog, dataDir },
    from,
    { replace },
  );

test('[RESTORE-1] [RESTORE-2] every row comes back as it was, numbers go on behind those that were given out, and the CA is there again', async () => {
  const target = await newDatabase();
  expect(await into(target)).toEqual({ ok: true, value: expect.anything() });
  expect(await contents(target.owner)).toEqual(await contents(server.owner));
  expect(await auditSums(target.owner)).toEqual([]);
  const next = (owner: Database) => owner.query(`SELECT nextval('products_id_seq') AS n`).then(({ rows }) => rows[0].n);
  expect(await next(target.owner)).toBe(await next(server.owner));
  const ca = (where: string) => readFile(join(parent, where, 'ca', 'root-key.pem'), 'utf8');
  expect(await ca('other')).toBe(await ca('server'));
  // References hold again, and the server's account works as it does in a database of its own.
  await expect(target.owner.query('INSERT INTO client_depots VALUES (gen_random_uuid(), 1)')).rejects.toThrow(
    /foreign key/,
  );
  const working = await openWorkingDatabase(target.owner, target.url, silentLog);
  await expect(working.query('DELETE FROM events')).rejects.toThrow(/permission denied/);
  await working.end();
});

/** A backup that is made while somebody writes pairs of rows. */
async function backupWhileWriting(): Promise<string> {
  const database = server.owner;
  let isOver = false;
  let asked = 0;
  const writing = (async () => {
    for (; !isOver; asked += 1) {
      await database.query(
        `WITH d AS (INSERT INTO depots (code, name) VALUES ('W' || $1, 'W') RETURNING id)
         INSERT INTO users (username, name, role, depot_id, password_hash) SELECT 'w' || $1, 'W', 'driver', id, 'x' FROM d`,
        [String(asked)],
      );
    }
  })();
  clock.turn(1_000);
  const made = await unwrap(makeBackup({ database, clock, dataDir: join(parent, 'server') }, join(parent, 'backups')));
  isOver = true;
  await writing;
  return made;
}

test('[RESTORE-1] [RESTORE-2] a backup has the rows of one moment; records are replaced only where that is said, and then while servers work on them', async () => {
  const target = await newDatabase();
  expect(await migrate(target.owner, systemRandom)).toMatchObject({ ok: true });
  const working = await openWorkingDatabase(target.owner, target.url, silentLog);
  await working.query(`INSERT INTO depots (code, name) VALUES ('NEW', 'X')`);
  expect(await into(target)).toEqual({
    ok: false,
    error: expect.stringMatching(/^The database holds records [^\n]*--replace[^\n]*\.$/),
  });
  expect((await working.query('SELECT code FROM depots')).rows).toEqual([{ code: 'NEW' }]);
  const made = await backupWhileWriting();
  const modes = [made, join(made, tableFile('users'))].map(async (path) => (await stat(path)).mode & 0o077);
  expect(await Promise.all(modes)).toEqual([0, 0]);
  const asked = into(target, made, true);
  expect((await working.query('SELECT code FROM depots LIMIT 1')).rowCount).toBe(1);
  expect(await asked).toMatchObject({ ok: true });
  expect((await working.query(`SELECT FROM depots WHERE code = 'NEW'`)).rowCount).toBe(0);
  const count = async (sql: string) => (await target.owner.query(sql)).rowCount;
  const depots = await count(`SELECT FROM depots WHERE code LIKE 'W%'`);
  expect(await count(`SELECT FROM users WHERE username ~ '^w[0-9]'`)).toBe(depots);
  await working.end();
  const foreign = await newDatabase();
  await foreign.owner.query('CREATE TABLE of_somebody (n int)');
  expect(await into(foreign, folder, true)).toEqual({ ok: false, error: expect.stringMatching(/something else/) });
});

test('[RESTORE-2] a backup that is damaged, incomplete or newer is refused in one sentence before anything is touched', async () => {
  const target = await newDatabase();
  const spoilt = async (spoil: (copy: string) => Promise<unknown>) => {
    const copy = await mkdtemp(join(parent, 'spoilt-'));
    await cp(folder, copy, { recursive: true });
    await spoil(copy);
    return into(target, copy, true);
  };
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const rewritten = (copy: string, over: object) =>
    writeFile(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, ...over }));
  const cases: [RegExp, (copy: string) => Promise<unknown>][] = [
    [/no whole backup/, (copy) => rm(join(copy, 'manifest.json'))],
    [/damaged \(tables/, (copy) => writeFile(join(copy, tableFile('clients')), 'x')],
    [/incomplete \(tables/, (copy) => rm(join(copy, tableFile('clients')))],
    [/newer program/, (copy) => rewritten(copy, { schema_version: 999 })],
    [/newer program/, (copy) => rewritten(copy, { v: 2 })],
    [/damaged \(acts has/, (copy) => rewritten(copy, { tables: [{ name: 'acts', rows: 999_999 }] })],
  ];
  for (const [sentence, spoil] of cases) {
    const refused = await spoilt(spoil);
    expect(refused).toEqual({ ok: false, error: expect.stringMatching(sentence) });
    expect(refused).toEqual({ ok: false, error: expect.stringMatching(/^[A-Z/][^\n]*\.$/) });
  }
  const { rowCount } = await target.owner.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`);
  expect(rowCount).toBe(0);
});

test('[RESTORE-2] a backup of an earlier version is lifted to this one', async () => {
  const old = await mkdtemp(join(parent, 'old-'));
  await cp(folder, old, { recursive: true });
  await cp('shared/testing/fixtures/server-schema-1.sql', join(old, 'schema.sql'));
  async function* lines() {
    yield ['{"key": "schema_version", "value": "1"}', '{"key": "epoch", "value": "abc"}'];
  }
  await writeLines(join(old, tableFile('meta')), lines());
  const manifest = { v: 1, schema_version: 1, tables: [{ name: 'meta', rows: 2 }], sequences: {}, files: {} };
  await writeFile(join(old, 'manifest.json'), JSON.stringify(manifest));
  const target = await newDatabase();
  expect(await into(target, old)).toMatchObject({ ok: true });
  expect(Object.keys(await contents(target.owner))).toEqual(Object.keys(await contents(server.owner)));
});
