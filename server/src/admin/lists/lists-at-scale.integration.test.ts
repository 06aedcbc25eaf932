import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HqList } from '#shared/contract/hq/lists.ts';
import { explaining } from '#shared/testing/explaining.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { fillManyYears } from '../../testing/many-years.ts';
import { openTestHq } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';
import type { Actor } from '../actor.ts';
import { LISTINGS } from './listings.ts';
import { readPage } from './read-page.ts';

const MOST_READ = 10_000;
const database = await createTestDatabase();
const { server, alger, driver } = await openTestHq(database.url, turnedClock('2026-12-01T10:00:00.000Z'));
const facts: Record<string, string> = { alger: String(alger), driver: String(driver) };

beforeAll(async () => {
  await fillManyYears(server.owner);
  const { rows } = await server.owner.query<Record<string, string>>(
    `SELECT (SELECT id FROM clients WHERE name = 'Client 7') AS client, (SELECT id FROM devices WHERE name = 'Phone' LIMIT 1) AS device,
       (SELECT id FROM deliveries WHERE reference LIKE 'BL-X-%' LIMIT 1) AS delivery`,
  );
  Object.assign(facts, rows[0]);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const admin: Actor = { userId: 1, userName: 'A', deviceId: 'x', role: 'admin', depotId: null, isService: false };

const DAYS = { from: '2025-06-01', to: '2025-06-07' };
const CASES: [list: HqList, query: Record<string, string>][] = [
  ...(['deliveries', 'invoices', 'payments', 'credit-notes', 'tours', 'events', 'conflicts', 'corrections'] as const)
    .concat('quarantine' as never, 'alerts' as never, 'acts' as never, 'audit-entries' as never)
    .flatMap((list): [HqList, Record<string, string>][] => [
      [list, {}],
      [list, { depot_id: 'alger' }],
      [list, DAYS],
      [list, { q: 'rien de tel' }],
      [list, { q: 'chauffeur 3', ...DAYS }],
    ]),
  ...(['deliveries', 'invoices', 'payments', 'credit-notes'] as const).flatMap(
    (list): [HqList, Record<string, string>][] => [
      [list, { client_id: 'client' }],
      [list, { q: 'client 7' }],
    ],
  ),
  ...(['deliveries', 'invoices', 'payments', 'credit-notes'] as const).map((list): [HqList, Record<string, string>] => [
    list,
    { updated_since: '2999-01-01' },
  ]),
  ['deliveries', { sort: 'planned_for' }],
  ['deliveries', { status: 'FAILED' }],
  ['deliveries', { planned_for: '2025-06-01' }],
  ['deliveries', { driver_user_id: 'driver' }],
  ['deliveries', { driver_user_id: 'driver', planned_for: '2025-06-01' }],
  ['deliveries', { q: 'BL-X-2024-000123' }],
  ['invoices', { created_by: 'driver' }],
  ['invoices', { sort: 'created_at', depot_id: 'alger' }],
  ['payments', { user_id: 'driver', method: 'CHEQUE' }],
  ['tours', { state: 'PLANNED' }],
  ['tours', { driver_user_id: 'driver' }],
  ['tours', { day: '2025-06-01' }],
  ['events', { device_id: 'device' }],
  ['events', { user_id: 'driver' }],
  ['events', { status: 'WAITING' }],
  ['events', { status: 'REJECTED' }],
  ['events', { action: 'CORRECTION_REQUESTED' }],
  ['events', { entity_id: 'delivery' }],
  ['conflicts', { answered: 'false' }],
  ['corrections', { answered: 'false' }],
  ['alerts', { seen: 'false' }],
  ['alerts', { kind: 'CLOCK_DRIFT' }],
  ['alerts', { device_id: 'device' }],
  ['acts', { q: 'FAC-X-2024-000123' }],
  ['audit-entries', { device_id: 'device' }],
  ['audit-entries', { user_id: 'driver' }],
  ['clients', { q: 'client 77' }],
  ['clients', { sort: '-balance' }],
];

test.each(CASES)(
  '[HQ-75] over three years a page of %s under %j reads no more than 10,000 rows',
  async (list, asked) => {
    const query = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, facts[value] ?? value]));
    const { database: explained, reads } = explaining(server.deps.database);
    expect(await readPage(explained, LISTINGS[list], admin, query)).toMatchObject({ ok: true });
    expect(reads.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...reads)).toBeLessThanOrEqual(MOST_READ);
  },
);
