import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tidy } from '#hub/adapters/housekeeping.ts';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { metaOf } from '#hub/store/meta.ts';
import type { DesktopOverview, DiskLevel } from '#shared/contract/desktop.ts';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { freeBytesOf } from '#shared/node-app/free-bytes.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { openLyingNode } from '../hostile/lying-node.ts';
import {
  call,
  enrollCode,
  eventually,
  type SignedIn,
  signIn,
  startWorld,
  type World,
  whileItMoves,
} from '../start-world.ts';

/** A hub on a small disk of its own (tmpfs), which phones fill, then another program, down to the last byte. */
const DISK_MB = 256;
/** Not larger than the database's log at its longest, which must step over no level. */
const FLOOR_MB = 32;
/** What another program leaves to the phones before the floor is reached. */
const LEFT_MB = 30;
const BLOCK = Buffer.alloc(64 * 1024);

/** Why no small disk can be had here; null where one can. */
function mountDisk(folder: string): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting a tmpfs needs root on Linux';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', folder], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no tmpfs could be mounted: ${(error as Error).message.split('\n').at(-1)}`;
  }
}

let database: TestDatabase;
let world: World;
let folder: string;
let hub: RunningHub;
let phone: SignedIn;
let whyNot: string | null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manchengo-small-disk-'));
  whyNot = mountDisk(folder);
  if (whyNot !== null) return;
  database = await createTestDatabase();
  world = await startWorld(database.url);
  hub = await openOnSmallDisk('hub');
  phone = await signIn(hub.url, 'driver1.alger');
  // Its depot's data takes room too, which must not come in the middle.
  const meta = metaOf(hub.database);
  await eventually(
    () => meta.get('cursor'),
    (cursor) => cursor !== null,
    'the hub holds its depot’s data',
  );
});
afterAll(async () => {
  await hub?.close();
  await world?.close();
  await database?.drop();
  if (whyNot === null) execFileSync('umount', ['-l', folder]);
  await rm(folder, { recursive: true, force: true });
});

async function openOnSmallDisk(name: string, upstream = world.wan.url): Promise<RunningHub> {
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: join(folder, name),
    MANCHENGO_PORT: '0',
    MANCHENGO_UPSTREAM: upstream,
    MANCHENGO_ENROLL_CODE: await enrollCode(world.serverUrl, 'ALG'),
    MANCHENGO_DISK_FLOOR: String(FLOOR_MB),
  });
  if (!settings.ok) throw new Error(settings.error);
  const opened = await openHub({ settings: settings.value, logger: nodeLog('hub', 'silent') });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

async function overview({ desktopUrl } = hub): Promise<DesktopOverview> {
  const { origin, searchParams } = new URL(desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body;
}
const level = async (): Promise<DiskLevel> => (await overview()).disk.level;

async function handIn(events: number) {
  const say = () => {
    const payload = { note: 'x'.repeat(40_000) };
    return phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload });
  };
  const body = phone.device.pushBody(Array.from({ length: events }, say));
  return call(hub.url, 'POST', '/api/sync/push', { authorization: phone.authorization, body });
}

function sendPhoto() {
  const photo = new Uint8Array(randomBytes(50_000));
  const name = createHash('sha256').update(photo).digest('hex');
  const headers = { 'content-type': 'image/jpeg' };
  return call(hub.url, 'PUT', `/api/sync/blobs/${name}`, { authorization: phone.authorization, raw: photo, headers });
}

const freeBytes = (): number => freeBytesOf(folder);

/** Another program fills the disk until so many bytes are left. */
function fillTo(isEnough: () => boolean): string {
  const path = join(folder, 'videos.bin');
  const file = openSync(path, 'a');
  try {
    while (!isEnough()) writeSync(file, BLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
  return path;
}

test('[DISK-1] [DISK-2] [DISK-3] [DISK-4] a disk fills to the last byte: photos, then events are refused, what lies here leaves, and all goes on once there is room', async ({
  skip,
}) => {
  if (whyNot !== null) skip(whyNot);
  const reserve = join(folder, 'hub', 'reserve.bin');
  expect(existsSync(reserve)).toBe(true);
  expect(await level()).toBe('GOOD');
  expect((await sendPhoto()).status).toBe(201);
  world.wan.cut();
  fillTo(() => freeBytes() < (FLOOR_MB + LEFT_MB) * 1_000_000);

  let acked = 0;
  let eventsTakenWithoutPhotos = 0;
  let refused = await handIn(20);
  for (; refused.status === 200; refused = await handIn(20)) {
    acked += refused.body.acked_event_ids.length;
    const photo = await sendPhoto();
    if (photo.status === 201) continue;
    expect(photo).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE', reason: 'DISK_FULL' } });
    eventsTakenWithoutPhotos += 1;
  }
  expect(eventsTakenWithoutPhotos).toBeGreaterThan(2);
  expect(refused).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE', reason: 'DISK_FULL' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const disk = (await overview()).disk;
  expect(disk.level).toBe('NO_EVENTS');
  expect(disk.free_bytes).toBeGreaterThan(1_000_000);
  expect(hub.uplink.status().backlog).toBe(acked);

  const videos = fillTo(() => false);
  expect(await level()).toBe('FULL');
  expect(existsSync(reserve)).toBe(true);
  world.wan.reconnect();
  hub.uplink.kick();
  await whileItMoves(
    async () => acked - hub.uplink.status().backlog,
    acked,
    'everything that lay on the full disk reaches HQ',
  );
  expect(existsSync(reserve)).toBe(false);
  const held = await world.database.query('SELECT count(*)::int AS count FROM events WHERE device_id = $1', [
    phone.device.id,
  ]);
  expect(held.rows[0].count).toBe(acked);
  await eventually(
    async () => (await world.database.query("SELECT details FROM alerts WHERE kind = 'HUB_DISK'")).rows[0]?.details,
    (details) => details?.floor_mb === FLOOR_MB,
    'HQ is alerted of the disk',
  );
  expect(hub.database.pragma('quick_check(1)', { simple: true })).toBe('ok');

  rmSync(videos);
  await eventually(
    () => existsSync(reserve),
    (isThere) => isThere,
    'the reserve is held back again',
  );
  // What a night forgets, a month later.
  await tidy(hub.database, { ...systemClock, now: () => Date.now() + (LIMITS.archiveDays + 1) * DAY_MS });
  expect(await level()).toBe('GOOD');
  expect((await handIn(1)).status).toBe(200);
  expect((await sendPhoto()).status).toBe(201);
});

test('[HUB-37] [DISK-4] a new hub whose depot’s data do not fit says so, asks for them once, and takes them by itself once there is room', async ({
  skip,
}) => {
  if (whyNot !== null) skip(whyNot);
  const videos = fillTo(() => freeBytes() < (FLOOR_MB * 1_000_000) / 4);
  let loads = 0;
  const above = await openLyingNode(world.serverUrl, (path) => {
    if (path.startsWith('/api/sync/bootstrap')) loads += 1;
    return null;
  });
  const second = await openOnSmallDisk('second', above.url);
  const intakeIs = (state: string | null) =>
    eventually(
      async () => {
        second.uplink.kick();
        return overview(second);
      },
      ({ wan }) => (wan.intake?.state ?? null) === state && wan.state === 'ANSWERS',
      `what comes in is ${state}`,
    );
  try {
    expect((await intakeIs('NO_ROOM')).disk.level).not.toBe('GOOD');
    for (let looks = 0; looks < 20; looks += 1) await intakeIs('NO_ROOM');
    expect(loads).toBe(1);
    rmSync(videos);
    await intakeIs(null);
    expect(loads).toBe(2);
    expect(metaOf(second.database).get('cursor')).not.toBeNull();
  } finally {
    rmSync(videos, { force: true });
    await second.close();
    await above.close();
  }
});
