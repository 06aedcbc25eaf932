import { afterAll, beforeAll, expect, test } from 'vitest';
import { signAccess } from '#server/identity/tokens.ts';
import { openTestServer, type TestServer } from '#server/testing/open-test-server.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { auditEntry } from '../../audit-entry.ts';
import { planRound, type Round, validation } from '../../bench/actions.ts';
import { type Action, hireCrew, hubPush, type Phone } from '../../bench/crew.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { countStatements, type Sent, type StatementCounter } from '../../statement-counter.ts';
import { testIds } from '../../test-device.ts';

/** A hub's push as PostgreSQL gets it: counted on the wire between the real server and the real database. */
let database: TestDatabase;
let counter: StatementCounter;
let server: TestServer;
let phones: Phone[];
let round: Round;
let hub: { id: string; token: string };
beforeAll(async () => {
  database = await createTestDatabase();
  counter = await countStatements(database.url);
  server = await openTestServer(counter.url, systemClock, { demo: true });
  phones = await hireCrew(server.owner, 3);
  round = await planRound(server.owner, phones, 100);
  hub = await aHub();
});
afterAll(async () => {
  await server?.close();
  await counter?.close();
  await database?.drop();
});

async function aHub(): Promise<{ id: string; token: string }> {
  const { rows } = await server.owner.query<{ id: string; depot_id: number }>(
    `INSERT INTO hubs (id, depot_id, name, public_key, enrolled_at)
     SELECT gen_random_uuid(), id, 'Hub', $1, now() FROM depots WHERE code = 'ALG' RETURNING id, depot_id`,
    [JSON.stringify(phones[0]?.publicKey)],
  );
  const { id = '', depot_id = 0 } = rows[0] ?? {};
  const jwk = phones[0]?.publicKey as Phone['publicKey'];
  const claims = { sub: id, device_id: id, role: 'hub' as const, depot_id, name: 'Hub', cnf: { jwk } };
  return { id, token: await signAccess(server.deps.keys, claims, systemClock.now()) };
}

const payment = (): Action => ({
  entity_type: 'PAYMENT',
  entity_id: testIds.uuid(),
  action: 'PAYMENT_COLLECTED',
  payload: { client_id: round.clientId, amount: 1_200, method: 'CASH' },
});
const audit = ({ id, userId }: Phone): Action => ({
  entity_type: 'AUDIT',
  entity_id: testIds.uuid(),
  action: 'AUDIT_BATCH',
  payload: { entries: [1, 2, 3].map(() => auditEntry({ device_id: id, user_id: userId })) },
});
const delivery = ({ userId }: Phone): Action => {
  const planned = round.tours.get(userId)?.pop();
  if (!planned) throw new Error('nothing is planned any more');
  return validation(planned);
};

/** Every phone's events in one push of the hub. */
async function push(actions: (phone: Phone) => Action[]): Promise<Sent> {
  const events = [];
  for (const phone of phones) for (const action of actions(phone)) events.push(await phone.say(action));
  counter.take();
  const { status, body } = await server.call('POST', '/api/sync/push', {
    token: hub.token,
    headers: { 'content-type': 'application/json' },
    body: hubPush(hub.id, events),
  });
  const sent = counter.take();
  expect({ status, acked: body.acked_event_ids?.length }).toEqual({ status: 200, acked: events.length });
  return sent;
}

/** The server looks around now and then while a push is under way: the shortest of five is the push alone. */
async function shortest(actions: (phone: Phone) => Action[]): Promise<Sent> {
  const pushes: Sent[] = [];
  // What is looked up once a minute, or once a process, is in the first.
  await push(actions);
  while (pushes.length < 5) pushes.push(await push(actions));
  return pushes.reduce((least, one) => (one.statements.length < least.statements.length ? one : least));
}

const times = (count: number, action: (phone: Phone) => Action) => (phone: Phone) =>
  Array.from({ length: count }, () => action(phone));

test.each([
  { what: 'payments', actions: (count: number) => times(count, payment), most: 20 },
  { what: 'audit batches', actions: (count: number) => times(count, audit), most: 17 },
  { what: 'deliveries', actions: (count: number) => times(count, delivery), most: 26 },
  { what: 'all of them', actions: (count: number) => mixed(count), most: 30 },
])('[PUSH-11] a hub’s push of $what takes the same $most statements, whatever its size', async ({ actions, most }) => {
  const [one, many] = [await shortest(actions(1)), await shortest(actions(5))];
  expect(many.statements).toEqual(one.statements);
  expect(one.statements.length, one.statements.join('\n')).toBeLessThanOrEqual(most);
});

const mixed = (count: number) => (phone: Phone) =>
  [audit, delivery, payment].flatMap((action) => times(count, action)(phone));
