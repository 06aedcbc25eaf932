import type { Transaction } from '#server/store/database.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { planRound, signDeeds } from './actions.ts';
import { hireCrew, type Phone, phonePush } from './crew.ts';
import { connections, pushAll } from './http.ts';
import type { Lab } from './lab.ts';
import { quantile, type Reading, withinMs } from './readings.ts';

const EVENTS = 400;
const WARM_UP = 50;
const LONGEST_PAUSE_MS = 40;
/** As exact as the figure is, and no burden to what is measured. */
const LOOK_EVERY_MS = 1;

/** One event at a time, with all links up: from the moment a phone begins to push it until HQ has committed it. */
export async function latency(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const [phone] = (await hireCrew(server.database, 1)) as [Phone];
  const { dataDir } = await lab.enrolHub(server);
  const hub = await lab.openHub(dataDir, server.url);
  const events = await signDeeds(phone, EVENTS + WARM_UP, await planRound(server.database, [phone], EVENTS + WARM_UP));
  const agent = connections(1);
  const watcher = await server.database.connect();
  const times: number[] = [];
  for (const signed of events) {
    await systemClock.sleep(Math.random() * LONGEST_PAUSE_MS);
    const call = { agent, url: `${hub.ready.url}/api/sync/push`, authorization: phone.authorization };
    const from = performance.now();
    const pushed = pushAll({ ...call, body: phonePush(phone, [signed]) }, 1);
    times.push((await untilCommitted(watcher, signed.event.id)) - from);
    await pushed;
  }
  watcher.release();
  agent.destroy();
  const counted = times.slice(WARM_UP);
  const reading = (percentile: number, goal: number): Reading => {
    const value = quantile(counted, percentile / 100);
    const figure = `one event, phone's push → committed at HQ, all links up, p${percentile}`;
    return { figure, goal: withinMs(goal), value, parts: { events: counted.length }, rounds: [value] };
  };
  return [reading(50, 10), reading(99, 50)];
}

/** When it was first seen there. */
async function untilCommitted(watcher: Transaction, id: string): Promise<number> {
  for (;;) {
    const { rowCount } = await watcher.query({ name: 'look', text: 'SELECT FROM events WHERE id = $1', values: [id] });
    if (rowCount === 1) return performance.now();
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}
