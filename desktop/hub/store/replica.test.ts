import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Lot } from '#shared/contract/entities.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import type { BootstrapResponse, PullResponse } from '#shared/contract/sync.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { statementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { tidy } from '../adapters/housekeeping.ts';
import { type HubDatabase, openHubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';
import { uplinkStore } from './uplink-store.ts';

const SERVER = { kind: 'server' as const, url: 'http://server.test' };
let folder: string;
let database: HubDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manchengo-replica-'));
  open();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): void {
  const opened = openHubDatabase(folder);
  if (!opened.ok) throw new Error(opened.error);
  database = opened.value;
}

const uplink = () =>
  uplinkStore(
    database,
    systemClock,
    statementVerifier(() => ({ keys: [] })),
    { depotId: 1 },
  );

const lot = (id: string, remaining_quantity: number): Lot => ({
  ...{ id, depot_id: 1, product_id: 7, lot_number: 'A', produced_at: '2026-11-01', expires_at: '2027-01-01' },
  ...{ received_quantity: 10, remaining_quantity, state: 'OK' as const },
});

const snapshot = (lots: Lot[]): BootstrapResponse => ({
  entities: { products: [], clients: [], deliveries: [], stock_levels: [], users: [], lots },
  ...{ has_more: false, next_page: null, next_since: 'e.1', server_time: '2026-11-29T08:00:00.000Z' },
});

const page = (pos: number, told: Lot): PullResponse => ({
  events: [
    {
      ...{ id: testIds.uuid(), entity_type: 'LOT', entity_id: told.id, action: 'LOT_UPSERTED', payload: { ...told } },
      ...{ occurred_at: '2026-11-29T09:00:00.000Z', pos, audience: { users: [5] } },
    } satisfies ServerEvent,
  ],
  ...{ has_more: false, server_time: '2026-11-29T09:00:00.000Z', next_since: `e.${pos}`, checkpoint: null },
  device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 },
});

const lotsHere = () =>
  database
    .prepare<[], { body: string }>(
      `SELECT body FROM entities WHERE kind = 'lots' ORDER BY body ->> 'remaining_quantity'`,
    )
    .all()
    .map(({ body }) => (JSON.parse(body) as Lot).remaining_quantity);

test('[LOT-6] a hub keeps lots with goods, as the snapshot and the changes say them', async () => {
  const [one, other] = [testIds.uuid(), testIds.uuid()];
  const store = uplink();
  await store.stageScope(snapshot([lot(one, 4)]), true);
  await store.commitScope('e.1', SERVER);
  await store.applyPage(page(2, lot(other, 9)));
  expect(lotsHere()).toEqual([4, 9]);
  await store.applyPage(page(3, lot(one, 0)));
  expect(lotsHere()).toEqual([9]);
});

test('[MASTER-6] a hub lets a client go that HQ has taken from its depot, and takes it again', async () => {
  const store = uplink();
  const id = testIds.uuid();
  const at = (pos: number, depot_ids: number[]): PullResponse => {
    const { events, ...rest } = page(pos, lot(testIds.uuid(), 1));
    const said = { entity_type: 'CLIENT', entity_id: id, action: 'CLIENT_UPSERTED', payload: { id, depot_ids } };
    return { ...rest, events: events.map((event) => ({ ...event, ...said })) };
  };
  const clients = () => database.prepare(`SELECT count(*) FROM entities WHERE kind = 'clients'`).pluck().get();
  await store.stageScope(snapshot([]), true);
  await store.commitScope('e.1', SERVER);
  await store.applyPage(at(2, [1, 2]));
  expect(clients()).toBe(1);
  await store.applyPage(at(3, [2]));
  expect(clients()).toBe(0);
  await store.applyPage(at(4, [2, 1]));
  expect(clients()).toBe(1);
});

test('[PULL-9] a hub whose program of before skipped lots and tours takes one new snapshot, and serves meanwhile', async () => {
  await uplink().stageScope(snapshot([]), true);
  await uplink().commitScope('e.1', SERVER);
  expect(await uplink().cursor(SERVER)).toBe('e.1');
  // What versions 5 to 8 brought is not there yet.
  database.exec(
    `DROP TABLE queue_files; DROP TABLE clerks; DROP TABLE desk_acts; DROP INDEX relay_by_device; DROP INDEX relay_unanswered; ALTER TABLE relay_queue DROP COLUMN answered_at`,
  );
  database.pragma('user_version = 4');
  database.close();
  open();
  expect(await uplink().cursor(SERVER)).toBeNull();
  expect(metaOf(database).get('cursor'), 'what phones are served from').toBe('e.1');
  await uplink().stageScope(snapshot([lot(testIds.uuid(), 3)]), true);
  await uplink().commitScope('e.2', SERVER);
  expect(await uplink().cursor(SERVER)).toBe('e.2');
  expect(lotsHere()).toEqual([3]);
});

test('[TOUR-11] tours and payments of long ago leave the hub at night', async () => {
  await uplink().stageScope(snapshot([]), true);
  await uplink().commitScope('e.1', SERVER);
  const put = database.prepare('INSERT INTO entities (kind, key, body, user_id) VALUES (?, ?, ?, 7)');
  for (const day of ['2026-10-29', '2026-11-28']) {
    put.run('tours', `7.${day}`, JSON.stringify({ day }));
    put.run('payments', day, JSON.stringify({ collected_at: `${day}T08:00:00.000Z` }));
  }
  await tidy(database, { ...systemClock, now: () => Date.parse('2026-11-29T02:00:00.000Z') });
  const left = database.prepare(`SELECT key FROM entities ORDER BY key`).pluck().all();
  expect(left).toEqual(['2026-11-28', '7.2026-11-28']);
});
