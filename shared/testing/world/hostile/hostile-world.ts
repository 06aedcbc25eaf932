import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningHub } from '#hub/open-hub.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import type { WipeView } from '../../../../mobile-pwa/sync/wiping.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { openNodePhone } from '../phone/node-phone.ts';
import { newPhoneFile, type PhoneFile } from '../phone/phone-file.ts';
import { call, DEMO_PASSWORD, enrollCode, eventually, startHub, startWorld, type World } from '../start-world.ts';
import { type Lies, openLyingNode } from './lying-node.ts';

/** The real server, a real hub with a liar on both sides of it, and production phones that know this hub alone. */
export interface HostileWorld {
  world: World;
  /** Enrolled at ALG through the liar. */
  hub: RunningHub;
  /** Where the hub keeps everything. */
  dataDir: string;
  /** Between phones and the hub. */
  down: Lies;
  /** Between the hub and the server. */
  up: Lies;
  /** What phones take for the hub. */
  url: string;
  /** A phone that is signed in and has its first snapshot. */
  handset(username: string, options?: HandsetOptions): Promise<Handset>;
  /** Both liars tell the truth again, and phones that are open are closed. */
  repent(): Promise<void>;
  close(): Promise<void>;
}

interface HandsetOptions {
  clock?: Clock;
  onWipe?: (view: WipeView) => void;
}

export interface Handset {
  phone: Phone;
  file: PhoneFile;
  deviceId: string;
  /** Whether it has a line to the server beside the hub. */
  line: { isUp: boolean };
}

export async function openHostileWorld(): Promise<HostileWorld> {
  const database: TestDatabase = await createTestDatabase();
  const world = await startWorld(database.url);
  const up: Lies = {};
  const down: Lies = {};
  const above = await openLyingNode(world.serverUrl, up);
  const dataDir = await mkdtemp(join(tmpdir(), 'manchengo-liar-'));
  const hub = await startHub(dataDir, above.url, await enrollCode(world.serverUrl, 'ALG'));
  const below = await openLyingNode(hub.url, down);
  const phones: Phone[] = [];
  await eventually(
    () => hub.uplink.wan,
    ({ reachable }) => reachable,
    'the hub has met its server',
  );

  async function handset(username: string, { clock = systemClock, onWipe }: HandsetOptions = {}): Promise<Handset> {
    const line = { isUp: false };
    const transport: Transport = {
      request: (request) =>
        line.isUp || request.url.startsWith(below.url)
          ? fetchTransport.request(request)
          : Promise.resolve({ kind: 'unreachable', reason: 'no line to the server' }),
    };
    const file = await newPhoneFile();
    const phone = await openNodePhone(file, below.url, { transport, clock, ...(onWipe ? { onWipe } : {}) });
    phones.push(phone);
    const signedIn = await phone.signIn({ username, password: DEMO_PASSWORD });
    if (signedIn.kind !== 'signed_in') throw new Error(`sign-in of ${username}: ${JSON.stringify(signedIn)}`);
    await eventually(
      () => phone.store.clients().length,
      (count) => count > 0,
      'the first snapshot',
    );
    return { phone, file, line, deviceId: (await file.vault.session())?.device_id ?? '' };
  }

  async function repent(): Promise<void> {
    for (const lies of [up, down]) for (const lie of Object.keys(lies) as (keyof Lies)[]) delete lies[lie];
    for (const phone of phones.splice(0)) await phone.close();
  }

  return {
    world,
    hub,
    dataDir,
    down,
    up,
    url: below.url,
    handset,
    repent,
    async close() {
      await repent();
      await below.close();
      await hub.close();
      await above.close();
      await world.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Records that nobody was there, and gives the event's id. */
export async function fail({ phone }: Handset, event_id = testIds.uuid()): Promise<string> {
  await phone.store.failDelivery({ event_id, delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });
  return event_id;
}

export const queued = ({ file }: Handset): { id: string; custody: string; status: string }[] =>
  file.sql.all('SELECT id, custody, status FROM sync_queue ORDER BY seq');

export const archived = ({ file }: Handset): string[] =>
  file.sql.all<{ id: string }>('SELECT id FROM sync_archive ORDER BY seq').map(({ id }) => id);

/** What a phone recorded, as the text that was signed, purged or not. */
export const recorded = ({ file }: Handset): string[] =>
  file.sql
    .all<{ body: string }>(
      `SELECT body FROM (SELECT seq, open(body, 'event.body', id) AS body FROM sync_queue
       UNION ALL SELECT seq, open(body, 'event.body', id) FROM sync_archive) ORDER BY seq`,
    )
    .map(({ body }) => body);

/** What HQ has of a device, in the text in which it came. */
export const atHq = async ({ database }: World, deviceId: string): Promise<string[]> =>
  (
    await database.query<{ body: string }>('SELECT body FROM events WHERE device_id = $1 ORDER BY seq', [deviceId])
  ).rows.map(({ body }) => body);

/** Until a phone has handed all that it recorded to the server itself. */
export async function untilHandedIn(it: Handset): Promise<void> {
  it.line.isUp = true;
  await eventually(
    () => {
      it.phone.kick();
      return queued(it).length;
    },
    (count) => count === 0,
    'the server took everything',
  );
}

export const journalOf = async ({ serverUrl }: World, authorization: string, deviceId: string) =>
  (await call(serverUrl, 'GET', `/api/admin/devices/${deviceId}/journal`, { authorization })).body;
