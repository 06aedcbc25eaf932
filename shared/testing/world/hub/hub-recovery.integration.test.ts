import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import type { DesktopOverview, Recovery } from '#shared/contract/desktop.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { openNodePhone } from '../phone/node-phone.ts';
import { newPhoneFile } from '../phone/phone-file.ts';
import { call, DEMO_PASSWORD, enrollCode, eventually, startWorld, type World } from '../start-world.ts';

/** A depot's hub whose data folder is spoilt in every way between two starts, while a phone of the yard goes on. */
let database: TestDatabase;
let world: World;
let dataDir: string;
let drive: string;
let hub: RunningHub | null = null;
let port = '0';
let phone: Phone;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  dataDir = await mkdtemp(join(tmpdir(), 'manchengo-recovery-'));
  drive = await mkdtemp(join(tmpdir(), 'manchengo-drive-'));
  const first = await start({ MANCHENGO_ENROLL_CODE: await enrollCode(world.serverUrl, 'ALG') });
  port = new URL(first.url).port;
  phone = await openNodePhone(await newPhoneFile(), first.url);
  expect(await phone.signIn({ username: 'driver1.alger', password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
});
afterAll(async () => {
  await phone?.close();
  await hub?.close();
  await world?.close();
  await database?.drop();
  for (const folder of [dataDir, drive]) await rm(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<RunningHub> {
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: dataDir,
    MANCHENGO_BACKUP_DIR: drive,
    MANCHENGO_PORT: port,
    MANCHENGO_UPSTREAM: world.wan.url,
    ...env,
  });
  if (!settings.ok) throw new Error(settings.error);
  const opened = await openHub({ settings: settings.value, logger: nodeLog('hub', 'silent') });
  if (!opened.ok) throw new Error(opened.error);
  hub = opened.value;
  return opened.value;
}

async function stop(): Promise<void> {
  await hub?.close();
  hub = null;
}

async function overview(): Promise<DesktopOverview> {
  const { origin, searchParams } = new URL(hub?.desktopUrl ?? '');
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body;
}
const at = (name: string) => join(dataDir, name);
const queued = () => hub?.uplink.status().backlog;

let made = 0;
async function record(): Promise<void> {
  await phone.store.failDelivery({
    event_id: testIds.uuid(),
    delivery_id: testIds.uuid(),
    details: { reason: 'ABSENT' },
  });
  made += 1;
}

async function heldAtHq(): Promise<number> {
  const deviceId = (await phone.sessionView())?.device_id;
  const held = await world.database.query(
    "SELECT count(*)::int AS count FROM events WHERE device_id = $1 AND entity_type = 'DELIVERY'",
    [deviceId],
  );
  return held.rows[0].count;
}

/** Everything that the phone ever recorded is at HQ once, and nothing waits anywhere. */
async function allArrives(): Promise<void> {
  world.wan.reconnect();
  await eventually(
    async () => {
      phone.engine?.kick();
      hub?.uplink.kick();
      return [await heldAtHq(), queued(), phone.engine?.state.unsent];
    },
    ([held, waiting, unsent]) => held === made && waiting === 0 && unsent === 0,
    `all ${made} events are at HQ`,
  );
}

/** An event lies at the hub and on the phone, and nowhere else. */
async function takenWhileCut(): Promise<void> {
  world.wan.cut();
  await record();
  await eventually(
    () => {
      phone.engine?.kick();
      return queued();
    },
    (waiting) => (waiting ?? 0) > 0,
    'the hub has taken it',
  );
}

/** Each in the folders of a hub that has ended: its data, and its place on the second drive. */
function flip(path: string, from: number, bytes: number): void {
  const content = readFileSync(path);
  content.fill(0xab, from, from + bytes);
  writeFileSync(path, content);
}
const backupsOn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.backup'))
    .map((name) => join(folder, name));

const DATABASE = 'hub.sqlite';
const CASES: [what: string, spoil: () => void, told: Partial<Recovery>][] = [
  [
    'has flipped bytes in its pages',
    () => flip(at(DATABASE), 3 * 4_096, 40 * 4_096),
    { what: 'DATABASE', cause: 'CORRUPT', outcome: 'FROM_BACKUP' },
  ],
  [
    'has lost its head',
    () => flip(at(DATABASE), 0, 2_048),
    { what: 'DATABASE', cause: 'CORRUPT', outcome: 'FROM_BACKUP' },
  ],
  [
    'was cut off in the middle',
    () => truncateSync(at(DATABASE), readFileSync(at(DATABASE)).length >> 1),
    { what: 'DATABASE', cause: 'CORRUPT', outcome: 'FROM_BACKUP' },
  ],
  ['is gone', () => rmSync(at(DATABASE)), { what: 'DATABASE', cause: 'MISSING', outcome: 'FROM_BACKUP' }],
  ['is empty', () => truncateSync(at(DATABASE), 0), { what: 'DATABASE', cause: 'EMPTY', outcome: 'FROM_BACKUP' }],
  [
    'is gone with the backups beside it, but not those on the drive',
    () => {
      rmSync(at(DATABASE));
      rmSync(at('backups'), { recursive: true });
    },
    { what: 'DATABASE', cause: 'MISSING', outcome: 'FROM_BACKUP' },
  ],
  [
    'is gone, and every backup is spoilt',
    () => {
      rmSync(at(DATABASE));
      for (const path of [...backupsOn(at('backups')), ...backupsOn(drive)]) flip(path, 100, 8);
    },
    { what: 'DATABASE', cause: 'MISSING', outcome: 'BEGUN_ANEW', restored_to: null },
  ],
];

test('[CLERK-3] a hub that came back from a backup asks each clerk for the password', async () => {
  const believed = () => hub?.database.prepare('SELECT believed_until FROM clerks').pluck().get();
  hub?.database
    .prepare(
      `INSERT INTO clerks (user_id, username, device_id, name, pin_hash, renewed_at, believed_until, secrets)
       VALUES (9, 'c', x'00', 'Lila', 'x.x', 0, 9e15, x'00')`,
    )
    .run();
  await hub?.backups.run();
  await stop();
  await start();
  expect(believed()).toBe(9e15);
  await stop();
  rmSync(at(DATABASE));
  await start();
  expect(believed()).toBe(0);
  hub?.database.exec('DELETE FROM clerks');
});

test.each(CASES)(
  '[REC-1] [REC-2] a database that %s is replaced, told, and nothing is lost',
  async (_what, spoil, told) => {
    await allArrives();
    await hub?.backups.run();
    await takenWhileCut();
    const id = hub?.identity.hub_id;
    await stop();
    spoil();
    await record();
    const again = await start();
    expect(again.identity.hub_id).toBe(id);
    const [newest] = (await overview()).recoveries;
    expect(newest).toMatchObject(told);
    if (told.outcome === 'FROM_BACKUP') expect(Date.now() - Date.parse(newest?.restored_to ?? '')).toBeLessThan(60_000);
    await allArrives();
  },
);

test.each([
  ['identity.json', 'CORRUPT', 'IDENTITY', () => writeFileSync(at('identity.json'), '{"hub_id":')],
  ['identity.json', 'MISSING', 'IDENTITY', () => rmSync(at('identity.json'))],
  ['key.json', 'CORRUPT', 'KEY', () => truncateSync(at('key.json'), 40)],
  ['key.json', 'MISSING', 'KEY', () => rmSync(at('key.json'))],
] as const)(
  '[REC-3] %s being %s, its copy takes its place, and HQ knows the hub',
  async (_name, cause, what, spoil) => {
    await takenWhileCut();
    const id = hub?.identity.hub_id;
    await stop();
    spoil();
    const again = await start();
    expect(again.identity.hub_id).toBe(id);
    expect((await overview()).recoveries[0]).toMatchObject({ what, cause, outcome: 'FROM_COPY' });
    await allArrives();
  },
);

test('[REC-3] a lock file that is damaged keeps nobody out, and one that is held still does', async () => {
  await stop();
  writeFileSync(at('lock.sqlite'), 'x'.repeat(4_096));
  await start();
  await expect(start()).rejects.toThrow(/Another hub is running/);
  expect(hub).not.toBeNull();
});

test('[REC-3] a key that is gone for good: the hub says that it must be enrolled, and keeps its queue when it is', async () => {
  await takenWhileCut();
  const waiting = queued();
  const id = hub?.identity.hub_id;
  await stop();
  rmSync(at('key.json'));
  rmSync(at('kept'), { recursive: true });
  await expect(start()).rejects.toThrow(/not enrolled/);
  world.wan.reconnect();
  const again = await start({ MANCHENGO_ENROLL_CODE: await enrollCode(world.serverUrl, 'ALG') });
  expect(again.identity.hub_id).not.toBe(id);
  expect(waiting).toBeGreaterThan(0);
  await allArrives();
});

test('[REC-4] last week’s folder that is put back loses nothing that came since', async () => {
  await allArrives();
  await stop();
  const lastWeek = `${dataDir}-before`;
  cpSync(dataDir, lastWeek, { recursive: true });
  await start();
  await record();
  await allArrives();
  await takenWhileCut();
  await stop();
  rmSync(dataDir, { recursive: true });
  cpSync(lastWeek, dataDir, { recursive: true });
  rmSync(lastWeek, { recursive: true });
  await start();
  await record();
  await allArrives();
});

test('[BACK-1] [BACK-3] backups lie beside the data and on the drive, sealed; a drive that is gone is told and costs none', async () => {
  await hub?.backups.run();
  const newest =
    readdirSync(at('backups'))
      .filter((name) => name.endsWith('.backup'))
      .sort()
      .at(-1) ?? 'none';
  expect(backupsOn(drive).some((path) => path.endsWith(newest))).toBe(true);
  for (const path of [...backupsOn(at('backups')), ...backupsOn(drive)]) {
    expect(readFileSync(path).includes('SQLite format')).toBe(false);
  }
  expect((await overview()).backup).toMatchObject({ failed: false, second: 'THERE' });
  rmSync(drive, { recursive: true });
  await hub?.backups.run();
  expect(existsSync(drive)).toBe(false);
  expect((await overview()).backup).toMatchObject({ failed: false, second: 'MISSING' });
});
