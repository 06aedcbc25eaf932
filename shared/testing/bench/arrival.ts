import { signDeeds, unplannedRound } from './actions.ts';
import { hireCrew, type Phone, phonePush } from './crew.ts';
import { connections, pushAll } from './http.ts';
import { type Lab, NOWHERE } from './lab.ts';
import { atMost, type Reading, ratioReading } from './readings.ts';

const PHONES = 50;
const PUSHES = 10;
const EVENTS_A_PUSH = 50;
const ROUNDS = 5;

/** Fifty phones come through the gate at once, each with a connection of its own and ten pushes to make. */
export async function arrival(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const phones = await hireCrew(server.database, PHONES);
  const { dataDir } = await lab.enrolHub(server);
  await (await lab.openHub(dataDir, server.url)).end('SIGKILL');
  await server.process.end('SIGTERM');
  const hub = await lab.openHub(dataDir, NOWHERE);
  const rounds: { over: number; under: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const arrivals: { phone: Phone; bodies: Buffer[] }[] = [];
    for (const phone of phones) arrivals.push({ phone, bodies: await signPushes(phone) });
    const times = await Promise.all(arrivals.map((one) => handIn(hub.ready.url, one)));
    const first = Math.max(...times.map(([ms]) => ms as number));
    const later = Math.max(...times.flatMap(([, ...rest]) => rest));
    // The first round warms everything up and does not count.
    if (round > 0) rounds.push({ over: first, under: later });
  }
  return [
    ratioReading(
      'worst first push ÷ worst later push, 50 phones arriving at once',
      atMost(3),
      { over: 'first ms', under: 'later ms' },
      rounds,
    ),
  ];
}

async function signPushes(phone: Phone): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  for (let n = 0; n < PUSHES; n += 1) {
    bodies.push(phonePush(phone, await signDeeds(phone, EVENTS_A_PUSH, unplannedRound(phone))));
  }
  return bodies;
}

/** How long each push took in ms, the first with its connection. */
async function handIn(url: string, { phone, bodies }: { phone: Phone; bodies: Buffer[] }): Promise<number[]> {
  const agent = connections(1);
  const times: number[] = [];
  for (const body of bodies) {
    const from = performance.now();
    await pushAll({ agent, url: `${url}/api/sync/push`, authorization: phone.authorization, body }, EVENTS_A_PUSH);
    times.push(performance.now() - from);
  }
  agent.destroy();
  return times;
}
