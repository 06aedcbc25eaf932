import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { type Database, openDatabase } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { LISTINGS } from './listings.ts';
import { searchPatterns } from './question.ts';

const SCHEMA_1 = readFileSync(
  new URL('../../../../shared/testing/fixtures/server-schema-1.sql', import.meta.url),
  'utf8',
);
const BOTH = ['acts_by_search', 'clients_by_search'];
const CLEAN: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const step of CLEAN.reverse()) await step();
});

async function newDatabase(): Promise<{ database: TestDatabase; owner: Database }> {
  const database = await createTestDatabase();
  CLEAN.push(() => database.drop());
  return { database, owner: opened(database.url) };
}

function opened(url: string): Database {
  const pool = openDatabase(url);
  CLEAN.push(() => pool.end());
  return pool;
}

async function indexesOf(pool: Database): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indisvalid AND c.relname LIKE '%by\\_search' ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

/** Five thousand clients and as many acts, and the plans by which HQ's own statements find one of them by two words. */
async function plansOn(pool: Database): Promise<string[]> {
  await pool.query(
    `INSERT INTO clients (id, name, phone, address, updated_at)
     SELECT gen_random_uuid(), 'Épicerie ' || md5(n::text), '0550 ' || n, 'Rue ' || n, now() FROM generate_series(1, 5000) AS n`,
  );
  await pool.query(
    `INSERT INTO acts (at, user_id, user_name, device_id, what, entity_type, entity_id, reason)
     SELECT now(), 1, 'Samia', gen_random_uuid(), 'X', 'CLIENT', n, md5(n::text) FROM generate_series(1, 5000) AS n`,
  );
  await pool.query('VACUUM (ANALYZE) clients, acts');
  return Promise.all(
    (['acts', 'clients'] as const).map(async (name) => {
      const { own, filters } = LISTINGS[name];
      const off = [...own.by, ...Object.keys(filters)].map(() => null);
      const given = [null, null, searchPatterns('a1 0a1b2c3d'), 51, ...off];
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${own.sql}`, given);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    }),
  );
}

test('[NODE-58] searches of clients and acts go by an index, in a new database and in one of version 1', async () => {
  const [fresh, old] = [await newDatabase(), await newDatabase()];
  await old.owner.query(SCHEMA_1);
  await old.owner.query(`INSERT INTO meta VALUES ('schema_version', '1'), ('epoch', 'abc')`);
  for (const { owner } of [fresh, old]) {
    expect(await migrate(owner, systemRandom)).toMatchObject({ ok: true });
    expect(await indexesOf(owner)).toEqual(BOTH);
    const plans = await plansOn(owner);
    for (const [n, plan] of plans.entries()) expect(plan).toContain(`Bitmap Index Scan on ${BOTH[n]}`);
  }
});

test('[NODE-58] an owner to whom PostgreSQL does not give pg_trgm searches without: nothing else is passed over', async () => {
  const { database, owner } = await newDatabase();
  const role = `plain_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = new URL(database.url);
  await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'plain'`);
  CLEAN.push(() => owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
  await owner.query(`GRANT ALL ON SCHEMA public TO ${role}`);
  [url.username, url.password] = [role, 'plain'];
  const plain = opened(url.href);
  expect(await migrate(plain, systemRandom)).toMatchObject({ ok: true });
  expect(await indexesOf(plain)).toEqual([]);
  const scripts = readdirSync(new URL('../../store/upgrades/', import.meta.url)).map((name) => `upgrades/${name}`);
  for (const script of ['schema.sql', ...scripts]) {
    expect(readFileSync(new URL(`../../store/${script}`, import.meta.url), 'utf8'), script).not.toMatch(/WHEN OTHERS/i);
  }
});
