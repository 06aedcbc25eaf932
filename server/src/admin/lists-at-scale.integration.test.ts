import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';
import { LISTINGS } from './listings.ts';

const MANY = 100_000;
const database = await createTestDatabase();
const hq = await openTestHq(database.url, turnedClock('2026-12-01T10:00:00.000Z'));
const { server, alger, driver } = hq;
const facts: Record<string, string | number> = { alger, driver };

/** Three years of two depots, three hundred clients and ten drivers, as nothing but rows. */
beforeAll(async () => {
  const query = (sql: string, values: unknown[] = []) => server.deps.database.query<{ id: string }>(sql, values);
  await query(
    `INSERT INTO clients (id, name, updated_at) SELECT gen_random_uuid(), 'Client ' || n, now() FROM generate_series(1, 300) AS n`,
  );
  await query(
    `INSERT INTO users (username, name, role, depot_id, password_hash, is_active)
    SELECT 'many.' || n, 'Chauffeur ' || n, role, depot_id, password_hash, true FROM users, generate_series(1, 9) AS n WHERE id = $1`,
    [driver],
  );
  await query(
    `WITH c AS (SELECT array_agg(id) AS ids FROM clients), u AS (SELECT array_agg(id) AS ids FROM users WHERE role = 'driver'),
       d AS (SELECT array_agg(id) AS ids FROM depots)
     INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, total_ht, total_tva, total_ttc, qr_payload)
     SELECT gen_random_uuid(), 'BL-X-' || n, d.ids[1 + n % 2], u.ids[1 + n % cardinality(u.ids)], c.ids[1 + n % cardinality(c.ids)],
       date '2024-01-01' + n / 100, 'VALIDATED', '[]', 0, 0, 0, '' FROM c, u, d, generate_series(1, $1) AS n`,
    [MANY],
  );
  await query(
    `WITH c AS (SELECT array_agg(id) AS ids FROM clients), d AS (SELECT array_agg(id) AS ids FROM depots)
     INSERT INTO invoices (id, reference, depot_id, client_id, lines, total_ht, total_tva, stamp_duty, total_ttc, payment, created_by, created_at)
     SELECT gen_random_uuid(), 'FAC-X-' || n, d.ids[1 + n % 2], c.ids[1 + n % cardinality(c.ids)], '[]', 0, 0, 0, 0, 'CREDIT', $2,
       timestamptz '2024-01-01' + n * interval '15 minutes' FROM c, d, generate_series(1, $1) AS n`,
    [MANY, driver],
  );
  await query('ANALYZE clients, users, deliveries, invoices');
  facts.client = (await query(`SELECT id FROM clients WHERE name = 'Client 7'`)).rows[0]?.id ?? '';
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
}

/** How many rows of tables a plan has read. */
function rowsRead(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, part) => sum + rowsRead(part), 0);
  if (plan['Relation Name'] === undefined) return below;
  const each =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return below + each * plan['Actual Loops'];
}

const CASES: [list: 'deliveries' | 'invoices', filters: Record<string, string>][] = [
  ['deliveries', {}],
  ['deliveries', { planned_for: '2025-06-01' }],
  ['deliveries', { from: '2025-06-01', to: '2025-06-07' }],
  ['deliveries', { driver_user_id: 'driver' }],
  ['deliveries', { driver_user_id: 'driver', planned_for: '2025-06-01' }],
  ['deliveries', { client_id: 'client' }],
  ['deliveries', { depot_id: 'alger' }],
  ['invoices', {}],
  ['invoices', { depot_id: 'alger' }],
  ['invoices', { client_id: 'client' }],
  ['invoices', { from: '2025-06-01T00:00:00.000Z', to: '2025-06-07T00:00:00.000Z' }],
];

test.each(CASES)('[HQ-75] on 100,000 rows a page of %s under %j reads no more than 10,000', async (list, filters) => {
  const listing = LISTINGS[list];
  const value = (name: string) => {
    const asked = filters[name];
    return asked === undefined ? null : String(facts[asked] ?? asked);
  };
  const values = [
    null,
    value('depot_id'),
    null,
    51,
    ...listing.order.map(() => null),
    ...Object.keys(listing.filters).map(value),
  ];
  const { rows } = await server.deps.database.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${listing.sql}`,
    values,
  );
  expect(rowsRead((rows[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan as Plan)).toBeLessThanOrEqual(
    LIMITS.adminCount,
  );
});
