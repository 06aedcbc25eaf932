import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendChanges } from '#server/store/changes.ts';
import type { Checkpoint } from '#shared/contract/sync.ts';
import { verifyCheckpoint } from '#shared/sync-client/checkpoint.ts';
import { word } from '../../conformance/store-changes-suite.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type TestDevice, testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';

let database: TestDatabase;
let world: World;
let driver: SignedIn;
let seller: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.serverUrl, 'driver1.alger');
  seller = await signIn(world.serverUrl, 'seller1.alger');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const audit = (device: TestDevice, n = 0) =>
  device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } });
const push = async (who: SignedIn, events: unknown[], url = world.serverUrl) =>
  (await call(url, 'POST', '/api/sync/push', { authorization: who.authorization, body: who.device.pushBody(events) }))
    .body;
const pull = async (who: SignedIn, since: string, url = world.serverUrl) =>
  (await call(url, 'GET', `/api/sync/pull?since=${since}&limit=500`, { authorization: who.authorization })).body;
const cursorNow = async (who: SignedIn): Promise<string> =>
  (await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: who.authorization })).body.next_since;
const checkpointOf = async (who: SignedIn, url = world.serverUrl): Promise<Checkpoint> =>
  decodeJwt((await pull(who, await cursorNow(who), url)).checkpoint);

test('[CUST-2] [CUST-3] [LESSON-5] a checkpoint names what the server holds, beyond gaps too, and what is missing', async () => {
  const { device } = driver;
  const [a, b, c, d, e] = Array.from({ length: 5 }, (_, n) => audit(device, n));
  await push(driver, [a, b]);
  await push(driver, [d, e]);
  expect(await checkpointOf(driver)).toMatchObject({
    device_id: device.id,
    up_to: 2,
    contract: '2026-11-29',
    checksum: b?.checksum,
    received_above: [{ from: 4, to: 5, checksum: e?.checksum }],
  });
  const status = await call(world.serverUrl, 'GET', '/api/sync/status', { authorization: driver.authorization });
  expect(status.body).toMatchObject({
    sync_required: true,
    device: { journal: { complete_up_to: 2, missing: [[3, 3]] } },
  });
  await push(driver, [c]);
  expect(await checkpointOf(driver)).toMatchObject({ up_to: 5, checksum: e?.checksum, received_above: [] });
});

test('[CUST-2] a hub carries the server’s checkpoint home, and cannot make one', async () => {
  const atHub = await signIn(world.hubUrl, 'driver2.alger');
  const event = audit(atHub.device);
  expect((await push(atHub, [event], world.hubUrl)).custody).toBe('hub');
  const carried = await eventually(
    async () => (await pull(atHub, await cursorNow(atHub), world.hubUrl)).checkpoint as string | null,
    (checkpoint) => checkpoint !== null && decodeJwt<Checkpoint>(checkpoint).up_to === 1,
    'the checkpoint comes by way of the hub',
  );
  const jwks = (await call(world.hubUrl, 'GET', '/.well-known/jwks.json')).body;
  expect(await verifyCheckpoint(carried ?? '', jwks, atHub.device.id)).toMatchObject({
    up_to: 1,
    checksum: event.checksum,
  });
  expect(await verifyCheckpoint(carried ?? '', jwks, driver.device.id)).toBeNull();
  const [head, claims, signature] = (carried ?? '').split('.') as [string, string, string];
  const forged = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), up_to: 9 }),
  ).toString('base64url');
  expect(await verifyCheckpoint([head, forged, signature].join('.'), jwks, atHub.device.id)).toBeNull();
});

test('[CUST-13] a verdict reaches every device of its author, and nobody else’s', async () => {
  const [one, two] = [await signIn(world.serverUrl, 'driver2.alger'), await signIn(world.serverUrl, 'driver2.alger')];
  const since = await cursorNow(two);
  const forbidden = { entity_type: 'STOCK', entity_id: '1', action: 'STOCK_ADJUSTED', payload: { quantity: 9 } };
  const [taken, refused] = [audit(one.device), one.device.say(forbidden)];
  await push(one, [taken, refused]);
  const verdicts = async (who: SignedIn) =>
    (await pull(who, since)).events
      .filter(({ action }: { action: string }) => action.startsWith('EVENT_'))
      .map(({ action, payload }: { action: string; payload: { event_id: string } }) => [action, payload.event_id]);
  const both = [
    ['EVENT_APPLIED', taken.id],
    ['EVENT_REJECTED', refused.id],
  ];
  for (const who of [one, two]) expect((await verdicts(who)).sort()).toEqual(both);
  expect(await verdicts(seller)).toEqual([]);
});

test('[CUST-14] audit entries are only ever added: about one thing any number, and none changes another', async () => {
  const entries = [1, 2, 3].map((n) => audit(driver.device, n));
  expect((await push(driver, entries)).acked_event_ids).toEqual(entries.map(({ id }) => id));
  const other = driver.device.seal({ ...entries[0], payload: { n: 9 } });
  expect((await push(driver, [other])).failed_events).toMatchObject([{ error_code: 'EVENT_ID_REUSED' }]);
  const { rows } = await world.database.query<{ body: string }>(
    'SELECT body FROM events WHERE id = ANY ($1::uuid[]) ORDER BY seq',
    [entries.map(({ id }) => id)],
  );
  expect(rows.map(({ body }) => JSON.parse(body))).toEqual(entries);
});

test('[CUST-4] what the origin itself brought and was refused counts as seen; a mangled copy does not', async () => {
  const before = (await checkpointOf(seller)).up_to;
  const bad = seller.device.say({
    entity_type: 'CLIENT',
    entity_id: 'no-uuid',
    action: 'CLIENT_CREATED',
    payload: { name: '' },
  });
  const good = audit(seller.device);
  const answer = await push(seller, [bad, good]);
  expect(answer.failed_events).toMatchObject([{ event_id: bad.id, error_code: 'INVALID_EVENT' }]);
  expect((await checkpointOf(seller)).up_to).toBe(before + 2);
  const mangled = { ...audit(seller.device), payload: { n: 'mangled on the way' } };
  const next = audit(seller.device);
  await push(seller, [mangled, next]);
  expect(await checkpointOf(seller)).toMatchObject({ up_to: before + 2, received_above: [{ from: before + 4 }] });
});

test('[CUST-3] two events with one number are a fork: both decided, and alerted', async () => {
  const first = audit(driver.device, 1);
  await push(driver, [first]);
  const twin = driver.device.seal({ ...first, id: testIds.uuid(), payload: { n: 'from a backup' } });
  expect((await push(driver, [twin])).acked_event_ids).toEqual([twin.id]);
  const { rows } = await world.database.query(
    `SELECT a.device_id, d.code AS depot, a.details FROM alerts a LEFT JOIN depots d ON d.id = a.depot_id
     WHERE a.kind = 'JOURNAL_FORK'`,
  );
  expect(rows).toEqual([{ device_id: driver.device.id, depot: 'ALG', details: { seq: first.seq } }]);
});

test('[WAIT-1] an invoice whose client comes later is acked, and gets its number when the client comes', async () => {
  const scope = (await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: seller.authorization }))
    .body;
  const clientId = testIds.uuid();
  const product = scope.entities.products[0];
  const client = seller.device.say({
    entity_type: 'CLIENT',
    entity_id: clientId,
    action: 'CLIENT_CREATED',
    payload: { name: 'Nour' },
  });
  const invoice = seller.device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id: clientId,
      lines: [{ product_id: product.id, quantity: 1, unit_price_ht: 100, tva_rate: 0 }],
      total_ht: 100,
      total_tva: 0,
      stamp_duty: 0,
      total_ttc: 100,
      payment: 'CREDIT',
    },
  });
  expect(await push(seller, [invoice])).toMatchObject({ success: true, acked_event_ids: [invoice.id] });
  const actions = async () =>
    (await pull(seller, scope.next_since)).events.map(({ action }: { action: string }) => action);
  expect(await actions()).not.toContain('INVOICE_REF_ASSIGNED');
  await push(seller, [client]);
  expect((await actions()).filter((action: string) => action === 'EVENT_APPLIED')).toHaveLength(2);
  expect(await actions()).toContain('INVOICE_REF_ASSIGNED');
});

test('[PULL-1] [PULL-10] [LESSON-4] a transaction that is slow to commit holds nobody up, and is never stepped over', async () => {
  const since = await cursorNow(driver);
  const slow = await world.database.connect();
  await slow.query('BEGIN');
  const late = word();
  await appendChanges(slow, [late]);
  // Others come meanwhile, and are answered and heard.
  const events = [audit(driver.device), audit(driver.device)];
  await push(driver, events.slice(0, 1));
  const during = await pull(driver, since);
  await push(driver, events.slice(1));
  await slow.query('COMMIT');
  slow.release();
  const heard = await eventually(
    () => pull(driver, since),
    (page) => page.events.some(({ id }: { id: string }) => id === late.id),
    'the late one is numbered by a sweep',
  );
  const last = during.events.at(-1).pos;
  expect(during.events).toHaveLength(1);
  expect(heard.events.map(({ pos }: { pos: number }) => pos)).toEqual([last, last + 1, last + 2]);
  expect(heard.events.at(-1).id).toBe(late.id);
  expect((await pull(driver, during.next_since)).events).toEqual(heard.events.slice(1));
});

test('[PUSH-3] [INV-1] the same events by 24 ways at once have one effect, and numbers no gap', async () => {
  const scope = (await call(world.serverUrl, 'GET', '/api/sync/bootstrap', { authorization: seller.authorization }))
    .body;
  const product = scope.entities.products[0];
  const quantity = async () =>
    (
      await world.database.query('SELECT quantity FROM stock_levels WHERE product_id = $1 AND depot_id = $2', [
        product.id,
        seller.session.user.depot_id,
      ])
    ).rows[0].quantity;
  const before = await quantity();
  const invoices = Array.from({ length: 10 }, () =>
    seller.device.say({
      entity_type: 'INVOICE',
      entity_id: testIds.uuid(),
      action: 'INVOICE_CREATED',
      payload: {
        client_id: scope.entities.clients[0].id,
        lines: [{ product_id: product.id, quantity: 1, unit_price_ht: 100, tva_rate: 0 }],
        total_ht: 100,
        total_tva: 0,
        stamp_duty: 0,
        total_ttc: 100,
        payment: 'CREDIT',
        handed_over: true,
      },
    }),
  );
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, n) => push(seller, n % 2 ? invoices : [...invoices].reverse())),
  );
  for (const answer of answers) expect(answer).toMatchObject({ success: true });
  expect(await quantity()).toBe(before - 10);
  const { rows } = await world.database.query<{ n: number }>(
    'SELECT right(reference, 6)::integer AS n FROM invoices ORDER BY n',
  );
  expect(rows.map(({ n }) => n)).toEqual(rows.map((_, i) => i + 1));
});

test('[STK-3] after all that, every stock level is the sum of its lots', async () => {
  const { rows } = await world.database.query(
    `SELECT 1 FROM stock_levels s WHERE quantity <> (SELECT coalesce(sum(remaining_quantity), 0) FROM lots l
       WHERE l.depot_id = s.depot_id AND l.product_id = s.product_id)`,
  );
  expect(rows).toEqual([]);
});
