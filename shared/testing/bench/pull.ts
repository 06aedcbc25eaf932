import type { Database } from '#server/store/database.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { hireCrew, type Phone } from './crew.ts';
import { connections, send } from './http.ts';
import type { Lab, LabServer } from './lab.ts';
import { atMost, quantile, type Reading, ratioReading } from './readings.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const PHONES = 10;
const PULLS_A_SECOND = 60;
const SECONDS = 6;
const ROUNDS = 5;

/** Phones fetch pages of a hundred from anywhere in the log, at a fixed rate, from a short log and a long one in turn. */
export async function pull(lab: Lab): Promise<Reading[]> {
  const [small, large] = [await openLog(lab, SMALL), await openLog(lab, LARGE)];
  const rounds: { over: number; under: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = { under: await p99(small), over: await p99(large) };
    // The first round warms everything up and does not count.
    if (round > 0) rounds.push(measured);
  }
  return [
    ratioReading(
      `pull p99 at 1 million changes ÷ at 10 thousand, ${PULLS_A_SECOND} pulls a second`,
      atMost(1.5),
      { over: 'long log ms', under: 'short log ms' },
      rounds,
    ),
  ];
}

interface Log {
  server: LabServer;
  phones: Phone[];
  epoch: string;
  last: number;
}

async function openLog(lab: Lab, changes: number): Promise<Log> {
  const server = await lab.openServer();
  const phones = await hireCrew(server.database, PHONES);
  const last = await fillLog(server.database, changes, phones);
  const epoch = await server.database.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'epoch'`);
  return { server, phones, last, epoch: epoch.rows[0]?.value ?? '' };
}

/** As if the crew had been at it for a year: each change is one phone's and its depot's hub's. */
async function fillLog(database: Database, changes: number, phones: Phone[]): Promise<number> {
  const body = JSON.stringify({
    entity_type: 'DELIVERY',
    action: 'EVENT_APPLIED',
    payload: { event_id: phones[0]?.id, note: 'x'.repeat(300) },
    occurred_at: '2026-01-01T08:00:00.000Z',
  });
  const users = phones.map(({ userId }) => userId);
  await database.query(
    `WITH head AS (UPDATE change_counter SET last = last + $1 RETURNING last - $1 AS before),
       ids AS (SELECT n, nextval('change_ids') AS id FROM generate_series(1, $1) AS n),
       said AS (
         INSERT INTO changes (id, occurred_at, body)
         SELECT id, '2026-01-01'::timestamptz + n * interval '1 second', $2 FROM ids
       ), numbered AS (
         INSERT INTO positions (first_pos, first_id, size, said_at)
         SELECT before + n, id, 1, '2026-01-01'::timestamptz + n * interval '1 second' FROM head, ids
       )
     INSERT INTO change_audience (key, pos, id)
     SELECT key, before + n, id FROM head, ids,
       LATERAL (VALUES ('u:' || ($3::integer[])[1 + n % array_length($3::integer[], 1)]), ('h:1')) AS k (key)`,
    [changes, body, users],
  );
  await database.query('VACUUM ANALYZE changes, positions, change_audience');
  const { rows } = await database.query<{ last: number }>('SELECT last FROM change_counter');
  return rows[0]?.last ?? 0;
}

/** A call that is due goes out whether or not the one before has come back: a slow answer must not spare the node work. */
async function p99({ server, phones, epoch, last }: Log): Promise<number> {
  const agent = connections(PHONES);
  const calls: Promise<number>[] = [];
  const begun = performance.now();
  for (let n = 0; n < PULLS_A_SECOND * SECONDS; n += 1) {
    const due = begun + (n * 1_000) / PULLS_A_SECOND;
    if (due > performance.now()) await systemClock.sleep(due - performance.now());
    const phone = phones[n % phones.length] as Phone;
    const since = `${epoch}.${Math.floor(Math.random() * last)}`;
    const from = performance.now();
    const call = {
      agent,
      url: `${server.url}/api/sync/pull?since=${since}&limit=100`,
      authorization: phone.authorization,
    };
    calls.push(send(call).then(() => performance.now() - from));
  }
  const times = await Promise.all(calls);
  agent.destroy();
  return quantile(times, 0.99);
}
