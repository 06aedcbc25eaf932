import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { keptDepot } from '#hub/store/kept-depot.ts';
import { metaOf } from '#hub/store/meta.ts';
import type { HubHealth } from '#shared/contract/hub-health.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, enrollCode, eventually, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let authorization: string;
const folders: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  ({ authorization } = await signIn(world.serverUrl, 'admin'));
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const shownAtHq = async (id: string) =>
  (await call(world.serverUrl, 'GET', `/api/admin/hubs/${id}`, { authorization })).body;

async function alertsOf(kind: string): Promise<Record<string, unknown>[]> {
  const { rows } = await world.database.query('SELECT details FROM alerts WHERE kind = $1 ORDER BY id', [kind]);
  return rows.map(({ details }) => details);
}

test('[HUB-32] HQ is told how a hub is: its disk, backups, queue and version', async () => {
  const { hub_id } = world.hub.identity;
  const shown = await eventually(
    () => shownAtHq(hub_id),
    ({ health }) => health !== null && health !== undefined,
    'the hub has said how it is',
  );
  expect(shown.health).toMatchObject({
    disk: { level: expect.any(String), free_bytes: expect.any(Number), floor_bytes: expect.any(Number) },
    backup: { failed: false, second: 'NONE' },
    drain_per_second: null,
  });
  expect(Date.now() - Date.parse(shown.health_at)).toBeLessThan(60_000);
});

const REPORT: HubHealth = {
  run_id: testIds.uuid(),
  app_version: '1',
  backlog: 7,
  oldest_at: null,
  drain_per_second: null,
  disk: { level: 'NO_EVENTS', free_bytes: 120_000_000, floor_bytes: 500_000_000 },
  backup: { last_at: null, failed: true, second: 'MISSING' },
  recovery: {
    at: '2026-11-22T09:42:00.000Z',
    what: 'DATABASE',
    cause: 'CORRUPT',
    outcome: 'FROM_BACKUP',
    restored_to: null,
  },
  certificate_expires_at: null,
};

test('[HUB-32] a disk that fills and data that were repaired are alerted, once a day and once', async () => {
  const token = `Bearer ${world.hub.uplink.ownToken()}`;
  for (let n = 0; n < 3; n += 1) {
    const told = await call(world.serverUrl, 'POST', '/api/hubs/health', { authorization: token, body: REPORT });
    expect(told).toMatchObject({ status: 200, body: { superseded: false, depot: { code: 'ALG' } } });
  }
  expect(await alertsOf('HUB_DISK')).toEqual([{ hub: world.hub.identity.name, free_mb: 120, floor_mb: 500 }]);
  expect(await alertsOf('HUB_RECOVERED')).toEqual([{ hub: world.hub.identity.name, at: REPORT.recovery?.at }]);
  expect(await shownAtHq(world.hub.identity.hub_id)).toMatchObject({ backlog: 7 });
  const wrong = { ...REPORT, disk: { ...REPORT.disk, free_bytes: -1 } };
  expect((await call(world.serverUrl, 'POST', '/api/hubs/health', { authorization: token, body: wrong })).status).toBe(
    400,
  );
});

test('[HUB-32] a hub hears with its report what its depot is called and where it is now', async () => {
  await world.database.query("UPDATE depots SET address = 'Oued Smar' WHERE code = 'ALG'");
  const folder = await newFolder();
  let minutes = 0;
  const hub = await open(folder, await enrollCode(world.serverUrl, 'ALG'), () => Date.now() + minutes * 60_000);
  await world.database.query("UPDATE depots SET phone = '023 45 67 89' WHERE code = 'ALG'");
  // Its next report is due.
  minutes = 2;
  const kept = () => {
    hub.uplink.blobCame();
    return keptDepot(metaOf(hub.database), hub.identity.depot);
  };
  await eventually(kept, ({ phone }) => phone === '023 45 67 89', 'the hub has it');
  expect(kept()).toMatchObject({ code: 'ALG', address: 'Oued Smar' });
  await hub.close();
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-twice-'));
  folders.push(folder);
  return folder;
}

async function open(dataDir: string, code: string | null, now: () => number): Promise<RunningHub> {
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: dataDir,
    MANCHENGO_PORT: '0',
    MANCHENGO_UPSTREAM: world.wan.url,
    ...(code === null ? {} : { MANCHENGO_ENROLL_CODE: code }),
  });
  if (!settings.ok) throw new Error(settings.error);
  const clock = { ...systemClock, now };
  const opened = await openHub({ settings: settings.value, logger: nodeLog('hub', 'silent'), clock });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

test('[HUB-33] of two PCs with one data folder the older takes nothing more and hands on what it has; HQ is alerted', async () => {
  const [original, copy] = [await newFolder(), await newFolder()];
  const first = await open(original, await enrollCode(world.serverUrl, 'ALG'), Date.now);
  await first.close();
  cpSync(original, copy, { recursive: true });
  const minutes = { older: 0 };
  const older = await open(original, null, () => Date.now() + minutes.older * 60_000);
  const runOf = async () =>
    (await world.database.query('SELECT run_id FROM hubs WHERE id = $1', [older.identity.hub_id])).rows[0].run_id;
  const before = await eventually(runOf, (run) => run !== null, 'the older has spoken');
  const newer = await open(copy, null, Date.now);
  await eventually(runOf, (run) => run !== before, 'the newer has spoken');
  const phone = await signIn(older.url, 'driver1.alger');
  const handIn = () => {
    const event = phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
    const body = phone.device.pushBody([event]);
    return call(older.url, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
  };
  expect((await handIn()).status).toBe(200);
  // Its next report is due.
  minutes.older = 2;
  await eventually(
    () => {
      older.uplink.blobCame();
      return older.uplink.isSuperseded;
    },
    (isSo) => isSo,
    'the older is told',
  );
  expect(older.uplink.wan).toMatchObject({ state: 'REFUSED', trouble: 'TWICE', reachable: true });
  expect(await handIn()).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  await eventually(
    () => older.uplink.status().backlog,
    (backlog) => backlog === 0,
    'what the older had is at HQ',
  );
  expect(newer.uplink.isSuperseded).toBe(false);
  expect(await alertsOf('HUB_TWICE')).toEqual([{ hub: older.identity.name }]);
  await older.close();
  const again = await open(original, null, Date.now);
  await eventually(runOf, (run) => run !== before, 'started again it is the hub');
  expect(again.uplink.isSuperseded).toBe(false);
  await again.close();
  await newer.close();
});
