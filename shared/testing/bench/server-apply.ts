import { loadHubKey } from '#hub/key/hub-key.ts';
import { hubCredentials } from '#hub/uplink/hub-credentials.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { testIds } from '../test-device.ts';
import { planRound, signDeeds } from './actions.ts';
import { BATCH, barePostgres } from './bare-postgres.ts';
import { perSecond } from './bare-sqlite.ts';
import { hireCrew, hubPush, type Phone } from './crew.ts';
import { connections, pushAll } from './http.ts';
import type { Lab } from './lab.ts';
import { atLeast, type Reading, ratioReading } from './readings.ts';

const PHONES = 10;
const BATCHES = 5;
const ROUNDS = 5;

/** A hub hands its phones' events to the server, a thousand at a time over one connection; and then again. */
export async function serverApply(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const phones = await hireCrew(server.database, PHONES);
  const { dataDir, identity } = await lab.enrolHub(server);
  const deps = { transport: fetchTransport, clock: systemClock, ids: testIds };
  const node = { kind: 'server', url: server.url } as const;
  const key = await loadHubKey(dataDir, null);
  if (!key.ok) throw new Error(key.error);
  const authorization = (await hubCredentials(identity, key.value, deps).authorization(node)) ?? '';
  const push = async (batches: SignedEvent[][]): Promise<number> => {
    const agent = connections(1);
    const bodies = batches.map((events) => hubPush(identity.hub_id, events));
    const from = performance.now();
    for (const body of bodies) await pushAll({ agent, url: `${server.url}/api/sync/push`, authorization, body }, BATCH);
    const speed = perSecond(batches.length * BATCH, from);
    agent.destroy();
    return speed;
  };
  const bare = await barePostgres(server.databaseUrl);
  const rounds: { bare: number; fresh: number; known: number }[] = [];
  // The first round warms everything up and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const batches = await signBatches(phones, await planRound(server.database, phones, (BATCHES * BATCH) / 2 / PHONES));
    const measured = { bare: await bare.store(batches.flat()), fresh: await push(batches), known: await push(batches) };
    if (round > 0) rounds.push(measured);
  }
  await bare.close();
  return [
    ratioReading(
      'server apply ÷ bare unnest insert, 1 connection, batches of 1,000',
      atLeast(0.4),
      { over: 'apply ev/s', under: 'bare ev/s' },
      rounds.map(({ fresh, bare }) => ({ over: fresh, under: bare })),
    ),
    ratioReading(
      'a batch of known events ÷ bare unnest insert',
      atLeast(1),
      { over: 'known ev/s', under: 'bare ev/s' },
      rounds.map(({ known, bare }) => ({ over: known, under: bare })),
    ),
  ];
}

/** Each batch carries a stretch of every phone's journal, as a hub's queue does after a morning. */
async function signBatches(phones: Phone[], round: Awaited<ReturnType<typeof planRound>>): Promise<SignedEvent[][]> {
  const batches: SignedEvent[][] = [];
  for (let n = 0; n < BATCHES; n += 1) {
    const batch: SignedEvent[] = [];
    for (const phone of phones) batch.push(...(await signDeeds(phone, BATCH / phones.length, round)));
    batches.push(batch);
  }
  return batches;
}
