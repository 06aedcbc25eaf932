import { loadHubKey } from '#hub/key/hub-key.ts';
import { hubCredentials } from '#hub/uplink/hub-credentials.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { countStatements } from '../statement-counter.ts';
import { testIds } from '../test-device.ts';
import { planRound, signDeeds } from './actions.ts';
import { hireCrew, hubPush } from './crew.ts';
import { connections, pushAll } from './http.ts';
import type { Lab } from './lab.ts';
import { median, type Reading, withinCount } from './readings.ts';

const PHONES = 5;
const EVENTS_A_PHONE = 20;
const PUSHES = 20;
const WARM_UP = 3;

/** What a hub's push of a day's mix sends to PostgreSQL, counted on the wire of a server that does nothing else. */
export async function statements(lab: Lab): Promise<Reading[]> {
  const counter = await countStatements(lab.postgresUrl);
  const server = await lab.openServer((url) => Object.assign(new URL(url), { port: new URL(counter.url).port }).href);
  const phones = await hireCrew(server.database, PHONES);
  const { dataDir, identity } = await lab.enrolHub(server);
  const key = await loadHubKey(dataDir, null);
  if (!key.ok) throw new Error(key.error);
  const node = { kind: 'server', url: server.url } as const;
  const deps = { transport: fetchTransport, clock: systemClock, ids: testIds };
  const authorization = (await hubCredentials(identity, key.value, deps).authorization(node)) ?? '';
  const planned = await planRound(server.database, phones, EVENTS_A_PHONE * (PUSHES + WARM_UP));
  const agent = connections(1);
  const rounds: { statements: number; trips: number }[] = [];
  for (let n = 0; n < PUSHES + WARM_UP; n += 1) {
    const batch = [];
    for (const phone of phones) batch.push(...(await signDeeds(phone, EVENTS_A_PHONE, planned)));
    const body = hubPush(identity.hub_id, batch);
    counter.take();
    await pushAll({ agent, url: `${server.url}/api/sync/push`, authorization, body }, batch.length);
    const sent = counter.take();
    if (n >= WARM_UP) rounds.push({ statements: sent.statements.length, trips: sent.roundTrips });
  }
  agent.destroy();
  await lab.clear();
  await counter.close();
  const counts = rounds.map((round) => round.statements);
  const parts = { 'round trips': median(rounds.map(({ trips }) => trips)) };
  return [{ figure: 'statements a push', goal: withinCount(12), value: median(counts), parts, rounds: counts }];
}
