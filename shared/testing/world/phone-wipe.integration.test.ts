import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uuidBlob } from '#hub/store/blobs.ts';
import { wipeOrderFor } from '#server/identity/revoked.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import {
  fetchTransport,
  type Transport,
  type TransportAnswer,
  type TransportRequest,
} from '#shared/ports/transport.ts';
import { prepareSchema } from '../../../mobile-pwa/store/phone-store.ts';
import { RESCUED_TABLES } from '../../../mobile-pwa/store/wipe.ts';
import type { Phone } from '../../../mobile-pwa/sync/phone.ts';
import type { WipeView } from '../../../mobile-pwa/sync/wiping.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { testIds } from '../test-device.ts';
import { forgeries } from './forgeries.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile, type PhoneFile } from './phone-file.ts';
import { call, DEMO_PASSWORD, eventually, type SignedIn, signIn, startWorld, type World } from './start-world.ts';
import { openWan, type Wan } from './wan.ts';

/** A phone that HQ has revoked, without its screens, in Node, against a real hub and a real server. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
let admin: SignedIn;
const opened: Phone[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  admin = await signIn(world.serverUrl, 'admin');
});
afterEach(async () => {
  for (const phone of opened.splice(0)) await phone.close();
  wifi.mend();
});
afterAll(async () => {
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

type Options = Parameters<typeof openNodePhone>[2];

/** A phone that is away reaches nobody: its hub stands behind the wire, and the server must not be found beside it. */
const inTheYard: Transport = {
  request: async (request) =>
    wifi.isCut() ? { kind: 'unreachable', reason: 'out of reach' } : fetchTransport.request(request),
};

async function openPhone(kept: PhoneFile, options: Options = {}): Promise<Phone> {
  const phone = await openNodePhone(kept, wifi.url, { transport: inTheYard, ...options });
  opened.push(phone);
  return phone;
}

interface Owned {
  kept: PhoneFile;
  phone: Phone;
  deviceId: string;
}

/** A phone that has its tour on it, and is then out of reach. */
async function onTour(username: string, options: Options = {}): Promise<Owned> {
  const kept = await newPhoneFile();
  const phone = await openPhone(kept, options);
  expect(await phone.signIn({ username, password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  await eventually(
    () => phone.store.clients().length,
    (count) => count > 0,
    'the first snapshot',
  );
  return { kept, phone, deviceId: (await kept.vault.session())!.device_id };
}

async function fail(phone: Phone, photo?: Uint8Array): Promise<string> {
  const event_id = testIds.uuid();
  const kept = photo === undefined ? null : phone.store.keepBlob(photo, 'image/jpeg');
  const photo_blobs = kept?.kind === 'kept' ? { photo_blobs: [kept.sha256] } : {};
  const details = { reason: 'ABSENT' as const, ...photo_blobs };
  await phone.store.failDelivery({ event_id, delivery_id: testIds.uuid(), details });
  return event_id;
}

async function revoke(deviceId: string): Promise<void> {
  const { authorization } = admin;
  const body = { reason: 'stolen' };
  const answer = await call(world.serverUrl, 'POST', `/api/admin/devices/${deviceId}/revoke`, { authorization, body });
  expect(answer.status).toBe(200);
  const heard = world.hub.database.prepare('SELECT 1 FROM revoked_devices WHERE device_id = ?');
  await eventually(() => heard.get(uuidBlob(deviceId)), Boolean, 'the hub has heard of the revocation');
}

const atHq = async (eventId: string): Promise<string | null> =>
  (await world.database.query('SELECT status FROM events WHERE id = $1', [eventId])).rows[0]?.status ?? null;
const wipeState = async (deviceId: string): Promise<string | null> =>
  (await world.database.query('SELECT wipe_state FROM devices WHERE id = $1', [deviceId])).rows[0].wipe_state;

const count = ({ sql }: PhoneFile, table: string): number =>
  sql.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0;
const tablesOf = ({ sql }: PhoneFile): string[] =>
  sql
    .all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .map(({ name }) => name);
const shown = (kept: PhoneFile): string[] =>
  tablesOf(kept).filter((table) => !RESCUED_TABLES.includes(table) && count(kept, table) > 0);

/** Answers what `lie` gives, and what it leaves alone as the yard does. */
const lying = (lie: (request: TransportRequest) => TransportAnswer | null): Transport => ({
  request: async (request) => lie(request) ?? inTheYard.request(request),
});

const refusal = (extra: object): TransportAnswer => ({
  kind: 'answer',
  status: 403,
  retryAfterSeconds: null,
  body: { code: 'DEVICE_REVOKED', wipe: true, ...extra },
});

const isSync = ({ url }: TransportRequest): boolean => url.includes('/api/sync/');

test('[WIPE-9] [LESSON-8] a revoked phone hands in what it holds, photos too, says so, and is then erased', async () => {
  const views: WipeView[] = [];
  let erased = 0;
  const { kept, phone, deviceId } = await onTour('driver1.alger', {
    onWipe: (view) => views.push(view),
    destroy: async () => {
      erased += 1;
    },
  });
  wifi.cut();
  const photo = new TextEncoder().encode(`a photo ${testIds.uuid()}`);
  const events = [await fail(phone, photo), await fail(phone)];
  await revoke(deviceId);
  wifi.mend();
  await eventually(
    () => {
      phone.kick();
      return erased;
    },
    (times) => times === 1,
    'the phone has erased itself',
  );
  expect(views.at(0)).toEqual({ reason: 'stolen', left: 3 });
  expect(views.at(-1)).toEqual({ reason: 'stolen', left: 0 });
  expect(shown(kept)).toEqual([]);
  expect(count(kept, 'sync_queue') + count(kept, 'blobs') + count(kept, 'blob_bytes')).toBe(0);
  for (const id of events) {
    await eventually(
      () => atHq(id),
      (status) => status === 'QUARANTINED',
      'the events stand in quarantine at HQ',
    );
  }
  await eventually(
    async () => (await world.database.query('SELECT content_type FROM blobs')).rows,
    (rows) => rows.length === 1,
    'the photo is at HQ',
  );
  expect(await wipeState(deviceId)).toBe('CONFIRMED');
  expect((await kept.vault.wipe())?.step).toBe('erase');
});

test('[WIPE-8] [HOSTILE-7] an order that is unsigned, forged, another device’s or no order at all erases nothing', async () => {
  let order: string | null = null;
  const views: WipeView[] = [];
  const transport = lying((request) => {
    if (order === null || !isSync(request)) return null;
    return refusal({ wipe_order: order, quarantined_event_ids: ids });
  });
  const { kept, phone, deviceId } = await onTour('driver2.alger', { transport, onWipe: (view) => views.push(view) });
  wifi.cut();
  const ids = [await fail(phone), await fail(phone)];
  // Before the network is back: nothing is to be handed in.
  order = 'none yet';
  wifi.mend();
  const { keys } = world.server.deps;
  const claims = { device_id: deviceId, reason: 'stolen', iat: 1 };
  const genuine = await wipeOrderFor(keys, { id: testIds.uuid(), revoked_at: null, revoke_reason: '' });
  const bad: [string, string][] = [
    ...(await forgeries(keys, TOKEN_TYPES.wipeOrder, claims, genuine)),
    ['another device’s', genuine],
    ['signed as a checkpoint', await signClaims(keys, TOKEN_TYPES.checkpoint, claims)],
    ['signed as an access token', await signClaims(keys, TOKEN_TYPES.access, claims)],
    ['of another issuer', await signClaims(keys, TOKEN_TYPES.wipeOrder, { ...claims, iss: 'x' })],
  ];
  for (const [what, jws] of bad) {
    order = jws;
    await phone.engine!.syncOnce();
    await phone.engine!.syncOnce();
    expect(views, what).toEqual([]);
    expect(count(kept, 'sync_queue'), what).toBe(2);
    expect(phone.store.clients().length, what).toBeGreaterThan(0);
  }
  expect(await kept.vault.wipe()).toBeNull();
});

test('[WIPE-12] what a node lists is believed only beside the order; one that shows none is believed in nothing', async () => {
  let mode: 'honest' | 'lists without an order' | 'acks' | 'holds every photo' = 'honest';
  const wiped: string[] = [];
  const transport = lying((request) => {
    if (request.url.endsWith('/api/devices/wiped')) wiped.push(request.url);
    if (mode === 'honest' || !isSync(request)) return null;
    if (mode === 'lists without an order') return refusal({ quarantined_event_ids: ids });
    const body = {
      success: true,
      acked_event_ids: ids,
      failed_events: [],
      server_time: new Date().toISOString(),
      custody: 'server',
    };
    return { kind: 'answer', status: 200, retryAfterSeconds: null, body, uploadOffset: 1_000 };
  });
  const views: WipeView[] = [];
  const { kept, phone, deviceId } = await onTour('seller1.alger', { transport, onWipe: (view) => views.push(view) });
  wifi.cut();
  const photo = new TextEncoder().encode(`a photo ${testIds.uuid()}`);
  const ids = [await fail(phone, photo), await fail(phone)];
  await kept.vault.saveWipe({ order: { device_id: deviceId, reason: 'lost', iat: 1 }, step: 'rescue' });
  await phone.close();
  mode = 'lists without an order';
  wifi.mend();
  const again = await openPhone(kept, { transport, onWipe: (view) => views.push(view) });
  for (const lie of ['lists without an order', 'acks', 'holds every photo'] as const) {
    mode = lie;
    const before = views.length;
    await eventually(
      () => {
        again.kick();
        return views.length;
      },
      (told) => told > before + 1,
      'two more rounds',
    );
    expect([count(kept, 'sync_queue'), count(kept, 'blobs')], lie).toEqual([2, 1]);
  }
  expect(wiped).toEqual([]);
});

test('[WIPE-9] its lists are erased the moment it is told, whether or not the network stays', async () => {
  let line: 'until the order' | 'cut' | 'mended' = 'until the order';
  const transport: Transport = {
    async request(request) {
      if (line === 'cut') return { kind: 'unreachable', reason: 'out of reach' };
      const answer = await fetchTransport.request(request);
      if (line === 'until the order' && answer.kind === 'answer' && answer.status === 403) line = 'cut';
      return answer;
    },
  };
  const views: WipeView[] = [];
  const { kept, phone, deviceId } = await onTour('driver1.alger', { transport, onWipe: (view) => views.push(view) });
  expect(shown(kept)).not.toEqual([]);
  await revoke(deviceId);
  await eventually(
    () => {
      phone.kick();
      return views.length;
    },
    (told) => told > 0,
    'the phone has been told',
  );
  expect(shown(kept)).toEqual([]);
  expect(line).toBe('cut');
  await eventually(
    () => wipeState(deviceId),
    (state) => state === 'TOLD',
    'HQ hears that it was told',
  );
  line = 'mended';
  await eventually(
    () => {
      phone.kick();
      return wipeState(deviceId);
    },
    (state) => state === 'CONFIRMED',
    'the wipe goes on when a node answers',
  );
});

test('[WIPE-14] what a server that came back from a backup has forgotten is offered once more before the phone erases it', async () => {
  // A hub that has handed the event on says so rightly: this is about a phone that meets the server itself.
  let hubIsAway = false;
  const transport = lying(({ url }) =>
    hubIsAway && url.startsWith(wifi.url) ? { kind: 'unreachable', reason: 'the hub is away' } : null,
  );
  const { kept, phone, deviceId } = await onTour('driver2.alger', { transport });
  const known = await fail(phone);
  const forgotten = await fail(phone);
  await eventually(
    () => {
      phone.kick();
      return count(kept, 'sync_archive');
    },
    (purged) => purged === 2,
    'the server has both',
  );
  // As after a restore of an older backup.
  await world.database.query('DELETE FROM events WHERE id = $1', [forgotten]);
  hubIsAway = true;
  await revoke(deviceId);
  await eventually(
    () => {
      phone.kick();
      return wipeState(deviceId);
    },
    (state) => state === 'CONFIRMED',
    'the wipe is confirmed',
  );
  expect(await atHq(forgotten)).toBe('QUARANTINED');
  expect(await atHq(known)).not.toBe('QUARANTINED');
});

/** The app dies just before or just after its n-th write or call, from the order on. */
test('[WIPE-10] killed at any step, it goes on at the next start, and nothing is lost', {
  timeout: 180_000,
}, async () => {
  const owned = await onTour('driver2.alger');
  const { kept, deviceId } = owned;
  wifi.cut();
  const photo = new TextEncoder().encode(`a photo ${testIds.uuid()}`);
  const ids = [await fail(owned.phone, photo), await fail(owned.phone), await fail(owned.phone)];
  await owned.phone.close();
  await revoke(deviceId);
  wifi.mend();
  let erased = 0;
  let deaths = 0;
  for (let step = 1; erased === 0; step += 1) {
    expect(step, 'the wipe never ends').toBeLessThan(60);
    let left = step;
    const state = { dead: false };
    /** From its death on, a process neither stores nor sends anything. */
    const mortal = async <T>(work: () => Promise<T> | T): Promise<T> => {
      left -= 1;
      if (left <= 0) state.dead = true;
      if (state.dead) throw new Error('killed');
      return work();
    };
    const keys: PhoneFile['keyValues'] = {
      ...kept.keyValues,
      put: (name, value) => mortal(() => kept.keyValues.put(name, value)),
    };
    const sql: PhoneFile['sql'] = {
      define: (name, work) => kept.sql.define(name, work),
      all: (text, params) => kept.sql.all(text, params),
      exec: (text, params) => {
        if (state.dead) throw new Error('killed');
        kept.sql.exec(text, params);
      },
      transaction: (work) => {
        left -= 1;
        if (left <= 0) state.dead = true;
        if (state.dead) throw new Error('killed');
        return kept.sql.transaction(work);
      },
    };
    const transport: Transport = {
      async request(request) {
        if (state.dead) return { kind: 'unreachable', reason: 'killed' };
        const answer = await fetchTransport.request(request);
        return mortal(() => answer).catch((): TransportAnswer => ({ kind: 'unreachable', reason: 'killed' }));
      },
    };
    const destroy = () =>
      mortal(() => {
        erased += 1;
      });
    const phone = await openNodePhone({ keyValues: keys, sql }, wifi.url, { transport, destroy }).catch(() => null);
    await eventually(
      () => {
        phone?.kick();
        return state.dead || erased > 0;
      },
      Boolean,
      'it dies or ends',
    );
    if (state.dead) deaths += 1;
    await phone?.close();
  }
  expect(deaths).toBeGreaterThan(5);
  for (const id of ids) {
    await eventually(
      () => atHq(id),
      (status) => status === 'QUARANTINED',
      'the events stand in quarantine at HQ',
    );
  }
  await eventually(
    () => wipeState(deviceId),
    (state) => state === 'CONFIRMED',
    'the wipe is confirmed',
  );
  expect(count(kept, 'sync_queue') + count(kept, 'blobs')).toBe(0);
});

test('[WIPE-9] a copy that nodes refuse is offered some times, and then given up', async () => {
  let erased = 0;
  const destroy = async () => {
    erased += 1;
  };
  const { kept, phone, deviceId } = await onTour('seller1.alger', { destroy });
  wifi.cut();
  await fail(phone);
  const spoilt = await fail(phone);
  kept.sql.exec(
    `UPDATE sync_queue SET body = seal(replace(open(body, 'event.body', id), 'ABSENT', 'CLOSED'), 'event.body', id)
     WHERE id = ?`,
    [spoilt],
  );
  await revoke(deviceId);
  wifi.mend();
  await eventually(
    () => {
      phone.kick();
      return erased;
    },
    (times) => times === 1,
    'the phone has erased itself',
  );
  // Both nodes are in reach: each that was offered it has written it down.
  const atHub = world.hub.database.prepare<[string], { body: string }>(
    'SELECT body FROM refused_copies WHERE event_id = ?',
  );
  const atHq = await world.database.query<{ body: string }>('SELECT body FROM refused_copies WHERE event_id = $1', [
    spoilt,
  ]);
  const refused = [...atHub.all(spoilt), ...atHq.rows];
  // The engine that has not heard of the order yet may have offered it once more.
  expect(refused.length).toBeGreaterThanOrEqual(LIMITS.rescueOffers);
  expect(JSON.parse(refused[0]!.body)).toMatchObject({ id: spoilt });
});

test('[WIPE-9] every table of the phone is either erased at once or rescued', async () => {
  const kept = await newPhoneFile();
  prepareSchema(kept.sql);
  const erasing = readFileSync(new URL('../../../mobile-pwa/store/wipe.ts', import.meta.url), 'utf8');
  const erased = [...erasing.matchAll(/DELETE FROM (\w+);/g)].map(([, table]) => table);
  expect([...erased, ...RESCUED_TABLES].sort()).toEqual(tablesOf(kept).sort());
});
