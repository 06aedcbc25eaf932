import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { signDeeds, unplannedRound } from './actions.ts';
import { BATCH, bareSqlite, perSecond } from './bare-sqlite.ts';
import { hireCrew, type Phone, phonePush } from './crew.ts';
import { connections, pushAll } from './http.ts';
import { type Lab, NOWHERE } from './lab.ts';
import { fillQueue } from './queue.ts';
import { atLeast, type Reading, ratioReading } from './readings.ts';

const PHONES = 8;
const EVENTS_A_PHONE = 1_000;
const ROUNDS = 5;
const QUEUED = 500_000;

/** Phones at a depot whose line is dead hand in; against SQLite alone, and against a hub with half a million waiting. */
export async function hubAccept(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const phones = await hireCrew(server.database, PHONES);
  const [empty, full] = [await lab.enrolHub(server), await lab.enrolHub(server)];
  fillQueue(full.dataDir, QUEUED, await sign(phones[0] as Phone, 1));
  // The server's keys reach the hubs while it still answers.
  for (const { dataDir } of [empty, full]) await (await lab.openHub(dataDir, server.url)).end('SIGKILL');
  await server.process.end('SIGTERM');
  const hubs = { empty: await lab.openHub(empty.dataDir, NOWHERE), full: await lab.openHub(full.dataDir, NOWHERE) };
  const bare = bareSqlite(await lab.folder('bare'));
  const rounds: { bare: number; empty: number; full: number }[] = [];
  // The first round warms everything up and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const handIns = [await signAll(phones), await signAll(phones)] as const;
    const events = handIns[0].flatMap(({ events }) => events);
    const measured = {
      bare: bare.store(events),
      empty: await handIn(hubs.empty.ready.url, handIns[0]),
      full: await handIn(hubs.full.ready.url, handIns[1]),
    };
    if (round > 0) rounds.push(measured);
  }
  bare.close();
  return [
    ratioReading(
      'hub accept over HTTP, everything checked ÷ bare SQLite FULL, batches of 100, text v4 keys',
      atLeast(1),
      { over: 'hub ev/s', under: 'bare ev/s' },
      rounds.map(({ empty, bare }) => ({ over: empty, under: bare })),
    ),
    ratioReading(
      'hub accept with 500,000 queued ÷ empty',
      atLeast(0.9),
      { over: 'queued ev/s', under: 'empty ev/s' },
      rounds.map(({ full, empty }) => ({ over: full, under: empty })),
    ),
  ];
}

interface HandIn {
  phone: Phone;
  events: SignedEvent[];
}

/** What no server will judge needs no planned delivery. */
const sign = (phone: Phone, count: number) => signDeeds(phone, count, unplannedRound(phone));

async function signAll(phones: Phone[]): Promise<HandIn[]> {
  const handIns: HandIn[] = [];
  for (const phone of phones) handIns.push({ phone, events: await sign(phone, EVENTS_A_PHONE) });
  return handIns;
}

/** All phones at once, each a hundred events at a time. Events a second. */
async function handIn(url: string, handIns: HandIn[]): Promise<number> {
  const agent = connections(handIns.length);
  const work = handIns.map(({ phone, events }) => ({
    authorization: phone.authorization,
    bodies: Array.from({ length: events.length / BATCH }, (_, n) =>
      phonePush(phone, events.slice(n * BATCH, (n + 1) * BATCH)),
    ),
  }));
  const from = performance.now();
  await Promise.all(
    work.map(async ({ authorization, bodies }) => {
      for (const body of bodies) await pushAll({ agent, url: `${url}/api/sync/push`, authorization, body }, BATCH);
    }),
  );
  const speed = perSecond(handIns.length * EVENTS_A_PHONE, from);
  agent.destroy();
  return speed;
}
