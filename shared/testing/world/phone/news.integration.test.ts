import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTRACT } from '#shared/contract/sync.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { listenLive } from '#shared/ports/live.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { type EngineState, TOLD_IDLE_MS } from '#shared/sync-client/engine.ts';
import { phoneApi } from '../../../../mobile-pwa/sync/phone-api.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile } from './phone-file.ts';

/** Phones are told that there is news, at a real hub and a real server. */
let database: TestDatabase;
let world: World;
let admin: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = (await signIn(world.serverUrl, 'admin')).authorization;
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

let codes = 0;
async function newProduct(): Promise<string> {
  codes += 1;
  const code = `NEWS-${codes}`;
  const body = { code, name: `Fromage ${code}`, unit: 'pièce', price_ht: 1000, tva_rate: 19 };
  const made = await call(world.serverUrl, 'POST', '/api/admin/products', { authorization: admin, body });
  expect(made.status).toBe(201);
  return body.name;
}

const atLeast = (count: () => number, times: number, what: string) => eventually(count, (seen) => seen >= times, what);

test('[NEWS-1] a device is told of what is new in its scope, at its hub and at the server, and of nothing else', async () => {
  const driver = await signIn(world.serverUrl, 'driver1.alger');
  const told = { hub: 0, server: 0 };
  const listen = (where: 'hub' | 'server', url: string) =>
    listenLive({
      url: `${url}/api/sync/stream`,
      headers: async () => ({ authorization: driver.authorization }),
      onChange: () => {
        told[where] += 1;
      },
      onState: () => {},
      clock: systemClock,
    });
  const stops = [listen('hub', world.hubUrl), listen('server', world.serverUrl)];
  await atLeast(() => Math.min(told.hub, told.server), 1, 'both are open');
  // Another driver's day is none of this one's.
  const other = await signIn(world.serverUrl, 'driver1.oran');
  const event = other.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  const body = other.device.pushBody([event]);
  await call(world.serverUrl, 'POST', '/api/sync/push', { authorization: other.authorization, body });
  await newProduct();
  await atLeast(() => Math.min(told.hub, told.server), 2, 'both have told');
  expect(told).toEqual({ hub: 2, server: 2 });
  for (const stop of stops) stop();
});

test('[EVT-6] a phone that has handed in nothing yet learns in the yard alone what the server knows', async () => {
  const seller = await signIn(world.hubUrl, 'seller1.alger');
  const { authorization } = seller;
  const snapshot = await call(world.hubUrl, 'GET', '/api/sync/bootstrap', { authorization });
  const contractSaid = async () => {
    const since = snapshot.body.next_since;
    const { body } = await call(world.hubUrl, 'GET', `/api/sync/pull?since=${since}`, { authorization });
    return body.checkpoint === null ? null : decodeJwt(body.checkpoint).contract;
  };
  await eventually(contractSaid, (said) => said === CONTRACT, 'the hub carries the checkpoint');
});

/** A phone for which a minute passes in a fifth of a second. */
const FASTER = 300;
const fastClock = {
  began: Date.now(),
  now: () => fastClock.began + (Date.now() - fastClock.began) * FASTER,
  sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / FASTER, signal),
};

test('[NEWS-3] [OPS-2] an idle phone makes two requests a minute at most, and hears of news at once all the same', async () => {
  let state: EngineState | null = null;
  const asked: string[] = [];
  const transport: Transport = {
    request(request) {
      asked.push(request.url);
      expect(request.headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
      return fetchTransport.request(request);
    },
  };
  const onEngine = (next: EngineState) => {
    state = next;
  };
  const file = await newPhoneFile();
  const phone = await openNodePhone(file, world.hubUrl, { transport, onEngine, clock: fastClock });
  const api = phoneApi(phone);
  expect(await api.signIn({ username: 'driver2.alger', password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  const restsLong = () =>
    state?.nextRoundAt != null && state.nextRoundAt - fastClock.now() > TOLD_IDLE_MS / 2 && state.unsent === 0;
  await eventually(restsLong, Boolean, 'it waits to be told');

  asked.length = 0;
  const from = fastClock.now();
  const MINUTES = 20;
  await eventually(
    () => fastClock.now() - from,
    (passed) => passed >= MINUTES * 60_000,
    'twenty minutes',
  );
  // A stream lives for ten minutes, and there are two of them.
  const streams = (2 * MINUTES) / 10;
  expect(asked.length + streams).toBeLessThanOrEqual(2 * MINUTES);
  expect(asked.length).toBeGreaterThan(0);

  await eventually(restsLong, Boolean, 'it waits to be told again');
  const name = await newProduct();
  await eventually(
    () => file.sql.all<{ name: string }>('SELECT name FROM cache_products_pf').map((row) => row.name),
    (names) => names.includes(name),
    'the news is here',
  );
  // What is recorded waits for no news.
  await api.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });
  await eventually(
    () => state?.unsent,
    (unsent) => unsent === 0,
    'it is at HQ',
  );
  await phone.close();
});
