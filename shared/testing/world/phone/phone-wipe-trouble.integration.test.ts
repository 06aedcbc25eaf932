import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { wipeOrderFor } from '#server/identity/revoked.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import {
  fetchTransport,
  type Transport,
  type TransportAnswer,
  type TransportRequest,
} from '#shared/ports/transport.ts';
import type { WipeView } from '../../../../mobile-pwa/sync/wiping.ts';
import { testIds } from '../../test-device.ts';
import { forgeries } from '../hostile/forgeries.ts';
import { eventually } from '../start-world.ts';
import { openNodePhone } from './node-phone.ts';
import type { PhoneFile } from './phone-file.ts';
import { count, fail, openWipeWorld, type WipeWorld } from './wipe-world.ts';

/** A wipe amid false orders and nodes that lie, and in an app that is killed, against a real hub and a real server. */
let world: WipeWorld;

beforeAll(async () => {
  world = await openWipeWorld();
});
afterEach(() => world.closePhones());
afterAll(() => world?.close());

const refusal = (extra: object): TransportAnswer => ({
  kind: 'answer',
  status: 403,
  retryAfterSeconds: null,
  body: { code: 'DEVICE_REVOKED', wipe: true, ...extra },
});

const isSync = ({ url }: TransportRequest): boolean => url.includes('/api/sync/');

test('[WIPE-8] [HOSTILE-7] an order that is unsigned, forged, another device’s or no order at all erases nothing', async () => {
  let order: string | null = null;
  const views: WipeView[] = [];
  const transport = world.lying((request) => {
    if (order === null || !isSync(request)) return null;
    return refusal({ wipe_order: order, quarantined_event_ids: ids });
  });
  const { kept, phone, deviceId } = await world.onTour('driver2.alger', {
    transport,
    onWipe: (view) => views.push(view),
  });
  world.wifi.cut();
  const ids = [await fail(phone), await fail(phone)];
  // Before the network is back: nothing is to be handed in.
  order = 'none yet';
  world.wifi.reconnect();
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
  const transport = world.lying((request) => {
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
  const { kept, phone, deviceId } = await world.onTour('seller1.alger', {
    transport,
    onWipe: (view) => views.push(view),
  });
  world.wifi.cut();
  const photo = new TextEncoder().encode(`a photo ${testIds.uuid()}`);
  const ids = [await fail(phone, photo), await fail(phone)];
  await kept.vault.saveWipe({ order: { device_id: deviceId, reason: 'lost', iat: 1 }, step: 'rescue' });
  await phone.close();
  mode = 'lists without an order';
  world.wifi.reconnect();
  const again = await world.openPhone(kept, { transport, onWipe: (view) => views.push(view) });
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

/** The app dies just before or just after its n-th write or call, from the order on. */
test('[WIPE-10] killed at any step, it goes on at the next start, and nothing is lost', async () => {
  const owned = await world.onTour('driver2.alger');
  const { kept, deviceId } = owned;
  world.wifi.cut();
  const photo = new TextEncoder().encode(`a photo ${testIds.uuid()}`);
  const ids = [await fail(owned.phone, photo), await fail(owned.phone), await fail(owned.phone)];
  await owned.phone.close();
  await world.revoke(deviceId);
  world.wifi.reconnect();
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
    const phone = await openNodePhone({ keyValues: keys, sql }, world.wifi.url, { transport, destroy }).catch(
      () => null,
    );
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
      () => world.atHq(id),
      (status) => status === 'QUARANTINED',
      'the events stand in quarantine at HQ',
    );
  }
  await eventually(
    () => world.wipeState(deviceId),
    (state) => state === 'CONFIRMED',
    'the wipe is confirmed',
  );
  expect(count(kept, 'sync_queue') + count(kept, 'blobs')).toBe(0);
});
