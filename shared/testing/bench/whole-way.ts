import type { Database } from '#server/store/database.ts';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { eventually } from '../world/start-world.ts';
import { planRound, signDeeds } from './actions.ts';
import { perSecond } from './bare-sqlite.ts';
import { hireCrew, type Phone, phonePush } from './crew.ts';
import { connections, pushAll } from './http.ts';
import type { Lab } from './lab.ts';
import { walPosition } from './many-hubs.ts';
import { openPeers } from './peers.ts';
import { atLeast, median, type Reading, ratioReading, withinBytes, withinUs } from './readings.ts';

const CLIENTS = 50;
const EVENTS_A_CLIENT = 200;
const ROUNDS = 3;
/** Measured at some 300 µs on two cores of a small machine; a busy neighbour takes caches from us, and costs some too. */
const CPU_US_AN_EVENT = 500;

/** A way from the phones through the depot to the centre. */
export interface Chain {
  /** Makes ready what is to be handed in, and gives what hands it in; it resolves when the centre has everything. */
  prepare(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Fifty phones hand two hundred events each to their depot, which hands them on: our chain and the peers' in turn. */
export async function wholeWay(lab: Lab): Promise<Reading[]> {
  const ours = await openOurs(lab);
  const peers = await openPeers(lab.folder, CLIENTS, EVENTS_A_CLIENT);
  const rounds: { over: number; under: number }[] = [];
  const cpuRounds: number[] = [];
  const walRounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { speed: over, cpuUs, walBytes } = await measure(ours, lab);
    const measured = { over, under: peers.ok ? (await measure(peers.value, lab)).speed : Number.NaN };
    // The first round warms everything up and does not count.
    if (round === 0) continue;
    rounds.push(measured);
    cpuRounds.push(cpuUs);
    walRounds.push(walBytes);
  }
  if (peers.ok) await peers.value.close();
  const names = { over: 'ours ev/s', under: 'PouchDB ev/s' };
  const figure = 'end to end, phone’s push to applied at HQ ÷ the PouchDB chain';
  const reading = ratioReading(figure, atLeast(6), names, rounds);
  if (peers.ok) return [reading, cpuReading(cpuRounds), walReading(walRounds)];
  const alone = median(rounds.map(({ over }) => over));
  const parts = { 'ours ev/s': alone };
  const note = `${peers.error}; ours alone ${Math.round(alone)} ev/s`;
  return [{ ...reading, value: null, parts, rounds: [], note }, cpuReading(cpuRounds), walReading(walRounds)];
}

/** What the way costs hub, server and PostgreSQL together, the phones left out: time on two cores counts twice. */
function cpuReading(rounds: number[]): Reading {
  const figure = 'CPU µs an event over all processes (user + sys, to commit)';
  const known = rounds.every(Number.isFinite);
  const value = known ? median(rounds) : null;
  const note = known ? {} : { note: 'the system tells no CPU times' };
  return { figure, goal: withinUs(CPU_US_AN_EVENT), value, parts: {}, rounds: known ? rounds : [], ...note };
}

/** What PostgreSQL writes ahead of an event's commit, pages in full after a checkpoint of its own included. */
const walReading = (rounds: number[]): Reading => {
  return { figure: 'WAL bytes an event', goal: withinBytes(3_200), value: median(rounds), parts: {}, rounds };
};

/** Events a second from the first push to the last commit, and what each cost the nodes in CPU time and in WAL. */
async function measure(chain: Chain, lab: Lab): Promise<{ speed: number; cpuUs: number; walBytes: number }> {
  const handIn = await chain.prepare();
  const walFrom = await walPosition(lab.postgres);
  const [from, cpuFrom] = [performance.now(), lab.cpuTimeUs()];
  await handIn();
  const events = CLIENTS * EVENTS_A_CLIENT;
  const speed = perSecond(events, from);
  const cpuUs = ((lab.cpuTimeUs() ?? Number.NaN) - (cpuFrom ?? Number.NaN)) / events;
  return { speed, cpuUs, walBytes: ((await walPosition(lab.postgres)) - walFrom) / events };
}

async function openOurs(lab: Lab): Promise<Chain> {
  const server = await lab.openServer();
  const phones = await hireCrew(server.database, CLIENTS);
  const { dataDir } = await lab.enrolHub(server);
  const hub = await lab.openHub(dataDir, server.url);
  const agent = connections(CLIENTS);
  let handedIn = 0;
  return {
    close: async () => agent.destroy(),
    async prepare() {
      const planned = await planRound(server.database, phones, EVENTS_A_CLIENT / 2);
      const work: { phone: Phone; events: SignedEvent[] }[] = [];
      for (const phone of phones) work.push({ phone, events: await signDeeds(phone, EVENTS_A_CLIENT, planned) });
      handedIn += EVENTS_A_CLIENT;
      return async () => {
        await Promise.all(
          work.map(({ phone, events }) => {
            const { authorization } = phone;
            const body = phonePush(phone, events);
            return pushAll({ agent, url: `${hub.ready.url}/api/sync/push`, authorization, body }, events.length);
          }),
        );
        await untilHeld(server.database, phones, handedIn);
      };
    },
  };
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
