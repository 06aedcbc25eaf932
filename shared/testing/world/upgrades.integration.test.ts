import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHubDatabase } from '#hub/store/hub-database.ts';
import { openDatabase } from '#server/store/database.ts';
import { migrate } from '#server/store/migrate.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'manchengo-upgrade-'));
let databases: TestDatabase[] = [];

beforeAll(async () => {
  databases = [await createTestDatabase(), await createTestDatabase()];
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all(databases.map((database) => database.drop()));
});

/** Columns, indexes and constraints in words that do not depend on the order in which they came to be. */
async function catalogOf(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, is_identity) AS line
       FROM information_schema.columns WHERE table_schema = current_schema()
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
     UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = current_schema()::regnamespace
     UNION ALL SELECT relname || ' ' || coalesce(array_to_string(reloptions, ','), '') FROM pg_class
       WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
     ORDER BY line`,
  );
  return rows.map(({ line }) => line);
}

test('[NODE-14] a server’s database of version 1 comes to the same schema as an empty one, and keeps what it held', async () => {
  const [old, fresh] = databases.map(({ url }) => openDatabase(url)) as [pg.Pool, pg.Pool];
  await old.query(fixture('server-schema-1.sql'));
  await old.query(`INSERT INTO meta VALUES ('schema_version', '1'), ('epoch', 'abc')`);
  await old.query(`INSERT INTO depots (code, name) VALUES ('ALG', 'Alger')`);
  const lifted = await Promise.all([migrate(old, systemRandom), migrate(old, systemRandom)]);
  expect(lifted).toEqual([
    { ok: true, value: { epoch: 'abc' } },
    { ok: true, value: { epoch: 'abc' } },
  ]);
  expect((await old.query('SELECT code FROM depots')).rows).toEqual([{ code: 'ALG' }]);
  await migrate(fresh, systemRandom);
  expect(await catalogOf(old)).toEqual(await catalogOf(fresh));
  await Promise.all([old.end(), fresh.end()]);
});

test('[NODE-14] a hub’s file of version 1 comes to the same schema as a new one, and keeps what it held', () => {
  const before = new Database(join(folder, 'hub.sqlite'));
  before.exec(fixture('hub-schema-1.sql'));
  before.pragma('user_version = 1');
  before.exec(`INSERT INTO meta VALUES ('cursor', 'abc.7')`);
  before.close();
  const lifted = openHubDatabase(folder);
  const fresh = openHubDatabase(mkdtempSync(join(folder, 'new-')));
  if (!lifted.ok || !fresh.ok) throw new Error('a hub database did not open');
  const catalog = (database: Database.Database) =>
    database
      .prepare(
        `SELECT m.type, m.name, c.name AS col, c.type AS kind, c."notnull", c.dflt_value, c.pk, iif(m.type = 'table', '', m.sql) AS sql
         FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c ON m.type = 'table' ORDER BY 1, 2, 3`,
      )
      .all();
  expect(lifted.value.prepare('SELECT value FROM meta').pluck().all()).toEqual(['abc.7']);
  expect(catalog(lifted.value)).toEqual(catalog(fresh.value));
  lifted.value.close();
  fresh.value.close();
});
