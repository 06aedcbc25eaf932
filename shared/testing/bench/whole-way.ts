import type { Database } from '#server/store/database.ts';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { eventually } from '../world/start-world.ts';
import { perSecond } from './bare-sqlite.ts';
import { hireCrew, type Phone, phonePush } from './crew.ts';
import { planRound, signDeeds } from './deeds.ts';
import { connections, pushAll } from './http.ts';
import type { Lab } from './lab.ts';
import { atLeast, median, type Reading } from './readings.ts';

export const CLIENTS = 50;
export const EVENTS_A_CLIENT = 200;
const ROUNDS = 3;

/** The whole way against the chain that others would build of PouchDB. */
export async function wholeWay(lab: Lab): Promise<Reading[]> {
  const ours = await measureOurs(lab);
  return [
    {
      figure: 'end to end, phone’s push to applied at HQ ÷ the PouchDB chain',
      goal: atLeast(6),
      value: null,
      parts: { 'ours ev/s': ours.median },
      rounds: ours.rounds,
      note: `ours ${Math.round(ours.median)} ev/s; the peer chain is not installed`,
    },
  ];
}

/** Fifty phones hand two hundred events each to their hub, which hands them on: events a second until HQ has applied all. */
async function measureOurs(lab: Lab): Promise<{ median: number; rounds: number[] }> {
  const server = await lab.openServer();
  const phones = await hireCrew(server.database, CLIENTS);
  const { dataDir } = await lab.enrolHub(server);
  const hub = await lab.openHub(dataDir, server.url);
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const planned = await planRound(server.database, (CLIENTS * EVENTS_A_CLIENT) / 2);
    const work: { phone: Phone; events: SignedEvent[] }[] = [];
    for (const phone of phones) work.push({ phone, events: await signDeeds(phone, EVENTS_A_CLIENT, planned) });
    const agent = connections(CLIENTS);
    const from = performance.now();
    await Promise.all(
      work.map(({ phone, events }) => {
        const { authorization } = phone;
        const body = phonePush(phone, events);
        return pushAll({ agent, url: `${hub.ready.url}/api/sync/push`, authorization, body }, events.length);
      }),
    );
    await untilHeld(server.database, phones, EVENTS_A_CLIENT * (round + 1));
    // The first round warms everything up and does not count.
    if (round > 0) rounds.push(perSecond(CLIENTS * EVENTS_A_CLIENT, from));
    agent.destroy();
  }
  return { median: median(rounds), rounds };
}

/** What the journals of a crew say costs HQ nothing to add up. */
const untilHeld = (database: Database, phones: Phone[], events: number): Promise<unknown> =>
  eventually(
    async () => {
      const { rows } = await database.query<{ held: number }>(
        'SELECT count(*) AS held FROM journals WHERE complete_up_to >= $2 AND device_id = ANY ($1::uuid[])',
        [phones.map(({ id }) => id), events],
      );
      return rows[0]?.held;
    },
    (held) => held === phones.length,
    'HQ has everything',
  );
