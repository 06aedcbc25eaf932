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
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
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

/** Before there were balances: a client with an invoice on credit, one in cash, and 300 centimes collected at a delivery. */
const BEFORE_BALANCES = `
  INSERT INTO users (username, name, role, depot_id, password_hash) VALUES ('d', 'D', 'driver', 1, 'x');
  INSERT INTO clients (id, name, updated_at) SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'C', now()
    FROM generate_series(1, 2) AS n;
  INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at, received_at,
      drift_ms, received_via, stored_at, status)
    SELECT id, id, 1, 1, 'DELIVERY', 'x', 'DELIVERY_VALIDATED', 'x', '{"payload":{"cash_collected":3e2}}', now(), now(), 0, id,
      now(), 'APPLIED' FROM (SELECT '00000000-0000-7000-8000-0000000000e1'::uuid AS id) one;
  INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, total_ht,
      total_tva, total_ttc, qr_payload, validated_event)
    SELECT '00000000-0000-7000-8000-0000000000d1', 'BL', 1, 1, id, now(), 'VALIDATED', '[]', 0, 0, 0, 'x',
      '00000000-0000-7000-8000-0000000000e1' FROM clients ORDER BY id LIMIT 1;
  INSERT INTO invoices (id, reference, depot_id, client_id, lines, total_ht, total_tva, stamp_duty, total_ttc, payment,
      created_by, created_at)
    SELECT gen_random_uuid(), payment, 1, id, '[]', 0, 0, 0, total, payment, 1, now()
    FROM (SELECT id FROM clients ORDER BY id LIMIT 1) c, (VALUES ('CREDIT', 1000), ('CASH', 50)) AS i (payment, total);`;

test('[NODE-14] [BAL-4] a server’s database of version 1 comes to the same schema as an empty one, and keeps what it held', async () => {
  const [old, fresh] = databases.map(({ url }) => openDatabase(url)) as [pg.Pool, pg.Pool];
  await old.query(fixture('server-schema-1.sql'));
  await old.query(`INSERT INTO meta VALUES ('schema_version', '1'), ('epoch', 'abc')`);
  await old.query(`INSERT INTO depots (code, name) VALUES ('ALG', 'Alger')`);
  await old.query(BEFORE_BALANCES);
  const lifted = await Promise.all([migrate(old, systemRandom), migrate(old, systemRandom)]);
  expect(lifted).toEqual([
    { ok: true, value: { epoch: 'abc' } },
    { ok: true, value: { epoch: 'abc' } },
  ]);
  expect((await old.query('SELECT code FROM depots')).rows).toEqual([{ code: 'ALG' }]);
  expect((await old.query('SELECT balance FROM clients ORDER BY id')).rows).toEqual([{ balance: 700 }, { balance: 0 }]);
  const booked = await old.query('SELECT kind, amount FROM ledger ORDER BY kind, amount');
  expect(booked.rows).toEqual([
    { kind: 'COLLECTED', amount: -300 },
    { kind: 'INVOICE', amount: 50 },
    { kind: 'INVOICE', amount: 1_000 },
    { kind: 'PAID_AT_ONCE', amount: -50 },
  ]);
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
  expect(lifted.value.prepare('SELECT value FROM meta ORDER BY key').pluck().all()).toEqual(['abc.7', 'here']);
  expect(catalog(lifted.value)).toEqual(catalog(fresh.value));
  lifted.value.close();
  fresh.value.close();
});
