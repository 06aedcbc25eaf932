import { loadHubKey } from '#hub/key/hub-key.ts';
import { hubCredentials } from '#hub/uplink/hub-credentials.ts';
import type { Database } from '#server/store/database.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { testIds } from '../test-device.ts';
import { hireCrew, hubPush, type Phone } from './crew.ts';
import { connections, pushAll } from './http.ts';
import type { Lab, LabServer } from './lab.ts';
import { median, quantile, type Reading, withinBytes, withinMs, withinShare } from './readings.ts';

const HUBS = 20;
const PUSHES_A_HUB = 50;
const ROUNDS = 5;
/** As often as who waits is looked at. */
const LOOK_EVERY_MS = 5;

interface Pusher {
  hubId: string;
  authorization: string;
  phone: Phone;
  clientId: string;
}

interface Measured {
  speed: number;
  p99: number;
  waiting: number;
  cpuUs: number;
  walBytes: number;
}

/**
 * Twenty hubs bring payments to one server, each the next as soon as the one before is answered, one event a push: no two
 * of one person or client, so that what they wait for is nothing but what all of them share.
 */
export async function manyHubs(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const pushers = await openPushers(lab, server);
  const rounds: Measured[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = await measure(lab, server, pushers);
    // The first round warms everything up and does not count.
    if (round > 0) rounds.push(measured);
  }
  const of = (name: keyof Measured) => rounds.map((round) => round[name]);
  const speed = { 'pushes a second': median(of('speed')), 'CPU µs a push': median(of('cpuUs')) };
  const figure = `${HUBS} hubs with pushes of one event`;
  const reading = (what: string, goal: Reading['goal'], name: keyof Measured, parts = {}): Reading => ({
    ...{ figure: `${figure}: ${what}`, goal, value: median(of(name)), parts, rounds: of(name) },
  });
  return [
    reading('p99', withinMs(100), 'p99', speed),
    reading('share of busy connections that wait for a lock', withinShare(0.01), 'waiting'),
    reading('WAL bytes an event', withinBytes(3_200), 'walBytes'),
  ];
}

async function openPushers(lab: Lab, server: LabServer): Promise<Pusher[]> {
  const phones = await hireCrew(server.database, HUBS);
  const { rows: clients } = await server.database.query<{ id: string }>(
    `INSERT INTO clients (id, name, updated_at)
     SELECT gen_random_uuid(), 'Client ' || n, now() FROM generate_series(1, $1) AS n RETURNING id`,
    [HUBS],
  );
  await server.database.query(
    `INSERT INTO client_depots (client_id, depot_id) SELECT c.id, d.id FROM unnest($1::uuid[]) AS c (id), depots d
     WHERE d.code = 'ALG'`,
    [clients.map(({ id }) => id)],
  );
  const pushers: Pusher[] = [];
  for (const [n, phone] of phones.entries()) {
    const { dataDir, identity } = await lab.enrolHub(server);
    const deps = { transport: fetchTransport, clock: systemClock, ids: testIds };
    const key = await loadHubKey(dataDir, null);
    if (!key.ok) throw new Error(key.error);
    const node = { kind: 'server', url: server.url } as const;
    const authorization = (await hubCredentials(identity, key.value, deps).authorization(node)) ?? '';
    pushers.push({ hubId: identity.hub_id, authorization, phone, clientId: clients[n]?.id ?? '' });
  }
  return pushers;
}

async function measure(lab: Lab, server: LabServer, pushers: Pusher[]): Promise<Measured> {
  const work: { pusher: Pusher; events: SignedEvent[] }[] = [];
  for (const pusher of pushers) work.push({ pusher, events: await payments(pusher) });
  const agent = connections(HUBS);
  const times: number[] = [];
  const [walFrom, watch] = [await walPosition(lab.postgres), watchWaiting(server.database)];
  const [from, cpuFrom] = [performance.now(), lab.cpuTimeUs() ?? Number.NaN];
  await Promise.all(
    work.map(async ({ pusher: { hubId, authorization }, events }) => {
      for (const event of events) {
        const begun = performance.now();
        const body = hubPush(hubId, [event]);
        await pushAll({ agent, url: `${server.url}/api/sync/push`, authorization, body }, 1);
        times.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  const cpuUs = ((lab.cpuTimeUs() ?? Number.NaN) - cpuFrom) / times.length;
  agent.destroy();
  return {
    ...{ speed: times.length / seconds, p99: quantile(times, 0.99), waiting: await watch.end(), cpuUs },
    walBytes: ((await walPosition(lab.postgres)) - walFrom) / times.length,
  };
}

async function payments({ phone, clientId }: Pusher): Promise<SignedEvent[]> {
  const events: SignedEvent[] = [];
  for (let n = 0; n < PUSHES_A_HUB; n += 1) {
    const payload = { client_id: clientId, amount: 1_000 + n, method: 'CASH' };
    const entity_id = testIds.uuid();
    events.push(await phone.say({ entity_type: 'PAYMENT', entity_id, action: 'PAYMENT_COLLECTED', payload }));
  }
  return events;
}

export async function walPosition(postgres: Database): Promise<number> {
  const { rows } = await postgres.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text AS bytes`,
  );
  return Number(rows[0]?.bytes);
}

/** Looks again and again at how many of the server's busy connections wait for somebody's lock. */
function watchWaiting(database: Database): { end(): Promise<number> } {
  const sums = { busy: 0, waiting: 0 };
  let goesOn = true;
  const looking = (async () => {
    while (goesOn) {
      const { rows } = await database.query<{ busy: number; waiting: number }>(
        `SELECT count(*) AS busy, count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`,
      );
      sums.busy += rows[0]?.busy ?? 0;
      sums.waiting += rows[0]?.waiting ?? 0;
      await systemClock.sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    async end() {
      goesOn = false;
      await looking;
      return sums.waiting / sums.busy;
    },
  };
}
