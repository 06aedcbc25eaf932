import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import type { EngineState } from '#shared/sync-client/engine.ts';
import type { Load } from '#shared/sync-client/pull.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { DEMO_PASSWORD, eventually, startWorld, type World } from '../start-world.ts';
import { takePlaces } from './first-load-places.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile } from './phone-file.ts';

/** A phone's first load from a server whose depot does not fit on one page. */
let database: TestDatabase;
let world: World;
const CLIENTS = 2 * LIMITS.bootstrapPage;
const opened: Phone[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  await world.database.query(
    `WITH made AS (INSERT INTO clients (id, name, updated_at)
       SELECT gen_random_uuid(), 'Shop ' || n, now() FROM generate_series(1, $1) n RETURNING id)
     INSERT INTO client_depots (client_id, depot_id) SELECT made.id, d.id FROM made, depots d WHERE d.code = 'ALG'`,
    [CLIENTS],
  );
});
afterEach(async () => {
  for (const phone of opened.splice(0)) await phone.close();
  await world.database.query('UPDATE devices SET is_active = false');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

interface Watched {
  phone: Phone;
  /** All that its engine has said, in order. */
  states: EngineState[];
}

async function watched(username: string, transport: Transport = fetchTransport): Promise<Watched> {
  const states: EngineState[] = [];
  const onEngine = (state: EngineState) => void states.push(state);
  const phone = await openNodePhone(await newPhoneFile(), world.serverUrl, { transport, onEngine });
  opened.push(phone);
  expect(await phone.signIn({ username, password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  return { phone, states };
}

const whole = ({ phone }: Watched) =>
  eventually(
    () => phone.store.lastPullAt(),
    (at) => at !== null,
    'the first load is here',
  );

/** Each state is told many times: every load once. */
const loadsOf = ({ states }: Watched): Load[] => {
  const loads = states.flatMap(({ load }) => load ?? []);
  return loads.filter((load, index) => load !== loads[index - 1]);
};

test('[PHONE-20] [LESSON-14] a first load says page by page how far it has come, and of how much', async () => {
  const it = await watched('driver1.alger');
  await whole(it);
  const loads = loadsOf(it);
  expect(loads.length).toBeGreaterThan(CLIENTS / LIMITS.bootstrapPage);
  expect(loads[0]?.done).toBe(LIMITS.bootstrapPage);
  expect(loads.map(({ done }) => done)).toEqual(loads.map(({ done }) => done).toSorted((a, b) => a - b));
  const { done, total } = loads.at(-1)!;
  expect(done).toBe(total);
  expect(total).toBeGreaterThan(CLIENTS);
  expect(new Set(loads.map((load) => load.total))).toEqual(new Set([total]));
  await eventually(
    () => it.phone.engine?.state.load,
    (load) => load === null,
    'nothing is being loaded any more',
  );
});

test('[PHONE-20] where the node does not say how much there is, what has come is counted all the same', async () => {
  const silent: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      const isFirst = answer.kind === 'answer' && request.url.includes('/api/sync/bootstrap');
      return isFirst ? { ...answer, body: { ...(answer.body as object), total: undefined } } : answer;
    },
  };
  const it = await watched('driver2.alger', silent);
  await whole(it);
  expect(loadsOf(it).map((load) => load.total)).toEqual(loadsOf(it).map(() => null));
  expect(loadsOf(it).at(-1)?.done).toBeGreaterThan(CLIENTS);
});

test('[PHONE-20] [PULL-7] while all places are taken the phone says until when it waits, and then has its turn', async () => {
  const places = await takePlaces(world.serverUrl, ['driver1.alger', 'driver2.alger']);
  const it = await watched('seller1.alger');
  const asked = Date.now();
  const { patienceUntil } = await eventually(
    () => it.states.find((state) => state.patienceUntil !== null) ?? null,
    (state) => state !== null,
    'the phone has been asked for patience',
  ).then((state) => state!);
  expect(patienceUntil! - asked).toBeLessThanOrEqual((LIMITS.firstLoadRetrySeconds + 1) * 1_000);
  expect(it.phone.store.lastPullAt()).toBeNull();
  await places.give();
  it.phone.kick();
  await whole(it);
  expect(it.phone.engine?.state.patienceUntil).toBeNull();
});
