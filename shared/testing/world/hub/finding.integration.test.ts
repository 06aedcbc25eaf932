import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { AddressBook } from '../../../../mobile-pwa/store/address-book.ts';
import { prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { onSlowMachine } from '../../wait-limits.ts';
import { openLyingNode } from '../hostile/lying-node.ts';
import { openNodePhone } from '../phone/node-phone.ts';
import { newPhoneFile } from '../phone/phone-file.ts';
import { call, DEMO_PASSWORD, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';

/** Phones that have to tell nodes apart, and find them again, on real TCP ports. */
let database: TestDatabase;
let world: World;
const opened: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
  world.wan.reconnect();
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

interface Handset {
  phone: Phone;
  queued(): { custody: string; status: string }[];
  archived(): string[];
}

async function handset(origin: string, username: string): Promise<Handset> {
  const file = await newPhoneFile();
  const phone = await openNodePhone(file, origin);
  opened.push(phone);
  expect(await phone.signIn({ username, password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  return {
    phone,
    queued: () => file.sql.all('SELECT custody, status FROM sync_queue'),
    archived: () => file.sql.all<{ id: string }>('SELECT id FROM sync_archive').map(({ id }) => id),
  };
}

const fail = async ({ phone }: Handset): Promise<string> => {
  const event_id = testIds.uuid();
  await phone.store.failDelivery({ event_id, delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });
  return event_id;
};

async function wire(url: string): Promise<Wan> {
  const laid = await openWan(url);
  opened.push(laid);
  return laid;
}

/** A node that passes everything on to the hub and says of itself what it likes. */
async function liar(says: (path: string, body: string) => object | null): Promise<string> {
  const node = await openLyingNode(world.hubUrl, (path, text) => {
    const body = says(path, text);
    return body && { status: 200, body };
  });
  opened.push(node);
  return node.url;
}

const idsOf = (body: string): string[] => JSON.parse(body).events.map(({ id }: { id: string }) => id);
const SERVER_CARD = { v: 1, node: 'server', hub: null, depot: null, urls: [] };

test('[FIND-1] the server signs into a phone’s token under which origins it is called', async () => {
  const { session } = await signIn(world.hubUrl, 'driver1.alger');
  expect(decodeJwt(session.access_token).server_origins).toEqual([world.wan.url]);
});

test('[FIND-1] without the setting the server signs where it listens', async () => {
  expect(await call(world.serverUrl, 'GET', '/api/node')).toMatchObject({ status: 200, body: SERVER_CARD });
});

test('[FIND-2] [HOSTILE-6] a node that calls itself the server, and acks as the server, ends no custody', async () => {
  const taken: string[] = [];
  const url = await liar((path, body) => {
    if (path === '/api/node') return SERVER_CARD;
    if (path !== '/api/sync/push') return null;
    taken.push(...idsOf(body));
    const acked = { success: true, acked_event_ids: idsOf(body), failed_events: [] };
    return { ...acked, server_time: new Date().toISOString(), custody: 'server' };
  });
  const it = await handset(url, 'driver1.alger');
  world.wan.cut();
  const id = await fail(it);
  await eventually(
    () => taken.includes(id),
    (isSo) => isSo,
    'the liar has the event',
  );
  await eventually(
    () => it.queued(),
    ([event]) => event?.custody === 'hub',
    'the phone noted the ack as a hub’s',
  );
  expect(it.archived()).toEqual([]);
  world.wan.reconnect();
  it.phone.kick();
  await eventually(
    () => it.archived(),
    (archived) => archived.includes(id),
    'the true server took it',
  );
});

test('[FIND-2] [HOSTILE-10] a refusal of a node that calls itself the server is advice: the true server decides', async () => {
  const url = await liar((path, body) => {
    if (path === '/api/node') return SERVER_CARD;
    if (path !== '/api/sync/push') return null;
    const failed = idsOf(body).map((event_id) => ({ event_id, error_code: 'ALREADY_VALIDATED', retry: false }));
    return {
      success: false,
      acked_event_ids: [],
      failed_events: failed,
      server_time: new Date().toISOString(),
      custody: 'server',
    };
  });
  const it = await handset(url, 'driver1.alger');
  const id = await fail(it);
  await eventually(
    () => it.archived(),
    (archived) => archived.includes(id),
    'the true server took it',
  );
});

test('[FIND-3] a hub and the server in reach are both spoken to, the hub first', async () => {
  const it = await handset(world.hubUrl, 'driver2.alger');
  await eventually(
    () => Object.entries(it.phone.engine!.state.nodes).filter(([, { state }]) => state === 'ok'),
    (nodes) => nodes.length === 2,
    'both have answered',
  );
  const { hub_id: id } = world.hub.identity;
  expect(await it.phone.finder.nodes()).toEqual([
    { kind: 'hub', url: world.hubUrl, id, version: APP_VERSION },
    { kind: 'server', url: world.wan.url, version: APP_VERSION },
  ]);
});

test('[FIND-5] [LESSON-10] a hub whose address changed is found within 30 s at another that the phone remembers', async () => {
  const [before, after] = [await wire(world.hubUrl), await wire(world.hubUrl)];
  const it = await handset(before.url, 'seller1.alger');
  const { hub_id: hub, depot } = world.hub.identity;
  it.phone.pair({ v: 1, depot: depot.code, hub, urls: [after.url], server: world.wan.url, ca: null });
  world.wan.cut();
  before.cut();
  const at = Date.now();
  await fail(it);
  await eventually(
    () => it.queued(),
    ([event]) => event?.custody === 'hub',
    'the hub has it by its other address',
  );
  expect(Date.now() - at).toBeLessThan(onSlowMachine(30_000));
});

test('[FIND-5] every address that ever answered is kept, with who answered there, the latest first', async () => {
  const name = await wire(world.hubUrl);
  const { sql } = await newPhoneFile();
  prepareSchema(sql);
  const book = new AddressBook(sql);
  const { body: card } = await call(name.url, 'GET', '/api/node');
  book.noteAnswer('http://127.0.0.1:1', SERVER_CARD as never, [], 1_000);
  book.noteAnswer(name.url, card, ['https://192.168.1.10:8443'], 2_000);
  expect(new AddressBook(sql).all()).toEqual([
    { url: 'https://192.168.1.10:8443', node: 'hub', hub: card.hub, depot: 'ALG', last_ok_at: null },
    { url: name.url, node: 'hub', hub: card.hub, depot: 'ALG', last_ok_at: 2_000 },
    { url: 'http://127.0.0.1:1', node: 'server', hub: null, depot: null, last_ok_at: 1_000 },
  ]);
});

/** The code on the hub's screen, with what a forger or another version would change. */
const pairingCode = (urls: string[], change: object = {}): string => {
  const { hub_id: hub, depot } = world.hub.identity;
  return JSON.stringify({ v: 1, depot: depot.code, hub, urls, server: world.wan.url, ca: null, ...change });
};

test('[FIND-11] a new phone whose own address is dead adds the depot by its code, and signs in there', async () => {
  const file = await newPhoneFile();
  const phone = await openNodePhone(file, 'http://127.0.0.1:1');
  opened.push(phone);
  expect(await phone.signIn({ username: 'driver2.alger', password: DEMO_PASSWORD })).toMatchObject({ code: 'OFFLINE' });
  const { depot } = world.hub.identity;
  const code = pairingCode(['http://127.0.0.1:1', world.hubUrl]);
  const added = { kind: 'added', depot: 'ALG', name: depot.name, isNew: true, answers: true };
  expect(await phone.addDepot(code)).toEqual(added);
  expect(await phone.addDepot(code)).toEqual({ ...added, isNew: false });
  expect(await phone.signIn({ username: 'driver2.alger', password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
});

test('[FIND-11] a depot whose hub is not there, or where another answers, is added, and said to be silent', async () => {
  const phone = await openNodePhone(await newPhoneFile(), world.hubUrl);
  opened.push(phone);
  const silent = { kind: 'added', name: null, isNew: true, answers: false };
  const away = pairingCode(['http://127.0.0.1:1'], { hub: testIds.uuid(), depot: 'ORN' });
  expect(await phone.addDepot(away)).toEqual({ ...silent, depot: 'ORN' });
  const another = pairingCode([world.hubUrl], { hub: testIds.uuid() });
  expect(await phone.addDepot(another)).toEqual({ ...silent, depot: 'ALG' });
});

test('[FIND-11] a code that is none, or leads out of the yard, adds nothing and says why', async () => {
  const file = await newPhoneFile();
  const phone = await openNodePhone(file, world.hubUrl);
  opened.push(phone);
  const refusals = [
    ['MCG1.x.y.z', 'OTHER_CODE'],
    [pairingCode([world.hubUrl], { v: 2 }), 'NEWER'],
    [pairingCode([]), 'BROKEN'],
    [pairingCode(['https://hub.example.com']), 'OUTSIDE'],
  ] as const;
  for (const [text, why] of refusals) expect(await phone.addDepot(text)).toEqual({ kind: 'refused', why });
  expect(new AddressBook(file.sql).all()).toEqual([]);
});
