import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskAnswer } from '#shared/contract/desktop/desk.ts';
import type { OfferFault, QueueFiles } from '#shared/contract/desktop/queue-files.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import { sealTestFile } from '../../../../server/src/testing/seal-test-file.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import {
  call,
  cutOff,
  DEMO_PASSWORD,
  eventually,
  type SignedIn,
  signIn,
  startWorld,
  type World,
} from '../start-world.ts';

/** Phones' files that are brought to the depot's PC: which it takes, and how they come to HQ over a bad line. */
const PIN = '482913';
let database: TestDatabase;
let world: World;
let driver: SignedIn;
let clerk: number;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  driver = await signIn(world.hubUrl, 'driver1.alger');
  await desk('POST', 'clerks', { body: { username: 'clerk.alger', password: DEMO_PASSWORD, pin: PIN } });
  clerk = (await desk('GET', 'clerks')).body.items[0].user_id;
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

type Sent = Pick<Parameters<typeof call>[3] & object, 'body' | 'raw' | 'headers'>;
function desk(method: 'GET' | 'POST', path: string, sent: Sent = {}) {
  const { origin, searchParams } = new URL(world.desktopUrl);
  return call(origin, method, `/api/desktop/${path}`, {
    authorization: `Bearer ${searchParams.get('token')}`,
    ...sent,
  });
}
const offer = (file: string) =>
  desk('POST', 'queue-files/offer', { raw: file, headers: { 'content-type': QUEUE_FILE_MEDIA_TYPE } });
const faultOf = async (file: string): Promise<OfferFault | null> => (await offer(file)).body.fault;
const files = async (): Promise<QueueFiles['items']> => (await desk('GET', 'queue-files')).body.items;
const seal = (content: string, header: object = {}) => sealTestFile(content, world.server.deps.keys.jwks.keys, header);
const audit = () => driver.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });

/** Offers and imports, and gives the clerk's answer. */
async function bring(file: string, pin = PIN): Promise<DeskAnswer['trouble']> {
  const { fault, sha256 } = (await offer(file)).body;
  expect(fault).toBeNull();
  const body = { by: { user_id: clerk, pin }, sha256, name: 'to-send.jwe' };
  return (await desk('POST', 'queue-files', { body })).body.trouble;
}
type QueueFile = QueueFiles['items'][number];
const newest = (holds: (file: QueueFile) => boolean, what: string): Promise<QueueFile> =>
  eventually(
    async () => {
      world.hub.uplink.fileCame();
      return (await files())[0] as QueueFile;
    },
    holds,
    what,
  );

test('[UNSENT-9] what is no file of a phone, cut off, another company’s or too large is told as such, and nothing is kept', async () => {
  const good = await seal('{"v":1,"events":[]}');
  const told: [string, OfferFault][] = [
    ['', 'NO_QUEUE_FILE'],
    ['name;price\nBrie;100', 'NO_QUEUE_FILE'],
    ['{"events":[]}', 'NO_QUEUE_FILE'],
    [await seal('{}', { typ: 'JWE' }), 'NO_QUEUE_FILE'],
    [good.slice(0, good.lastIndexOf('.')), 'DAMAGED'],
    [`${good.slice(0, -4)}é123`, 'DAMAGED'],
    [await seal('{}', { kid: 'enc-0000000000000000' }), 'OTHER_COMPANY'],
  ];
  for (const [file, fault] of told) expect(await faultOf(file), file.slice(0, 40)).toBe(fault);
  expect(await faultOf('x'.repeat(LIMITS.queueFileBytes))).toBe('NO_QUEUE_FILE');
  expect(await faultOf('x'.repeat(LIMITS.queueFileBytes + 1))).toBe('TOO_LARGE');
  expect((await offer('x'.repeat(LIMITS.queueFileBytes + 2))).status).toBe(413);
  const bare = { by: { user_id: clerk, pin: PIN }, sha256: '0'.repeat(64), name: 'x' };
  expect((await desk('POST', 'queue-files', { body: bare })).body.trouble).toBe('GONE');
  expect(await files()).toEqual([]);
});

test('[UNSENT-8] a clerk imports it by name and PIN, without a line too; HQ takes each event once, and reads who brought it', async () => {
  await cutOff(world);
  const event = audit();
  const file = await seal(`{"v":1,"events":[${JSON.stringify(event)}]}`);
  expect(await bring(file, '482914')).toBe('WRONG_PIN');
  expect(await files()).toEqual([]);
  // As a mail program hands it on.
  expect(await bring(`${file}\r\n`)).toBeNull();
  expect(await files()).toMatchObject([{ name: 'to-send.jwe', state: 'WAITING', sent_bytes: 0, taken: null }]);
  expect(await faultOf(file)).toBe('ALREADY_HERE');
  world.wan.reconnect();
  world.hub.uplink.kick();
  const { taken, size, sent_bytes } = await newest(({ state }) => state === 'AT_HQ', 'HQ has the file');
  expect(taken).toEqual({ added: 1, known: 0, quarantined: 0, refused: 0 });
  expect(sent_bytes).toBe(size);
  const stored = await world.database.query('SELECT id, device_id, received_via FROM events WHERE id = $1', [event.id]);
  expect(stored.rows).toMatchObject([{ device_id: driver.device.id, received_via: world.hub.identity.hub_id }]);
  const acts = () =>
    world.database.query("SELECT user_id, entity_name FROM acts WHERE what = 'DESK_QUEUE_FILE_IMPORTED'");
  const { rows } = await eventually(acts, ({ rowCount }) => rowCount === 1, 'HQ has the act');
  expect(rows).toEqual([{ user_id: clerk, entity_name: 'to-send.jwe' }]);
  // The phone still has it, and hands it in as if nobody had.
  const push = { authorization: driver.authorization, body: driver.device.pushBody([event]) };
  expect((await call(world.hubUrl, 'POST', '/api/sync/push', push)).body.acked_event_ids).toEqual([event.id]);
});

test('[UNSENT-8] a large one that the line cuts off goes on where it stood', async () => {
  const event = audit();
  const ballast = Array.from({ length: 150 }, () => `"${'x'.repeat(50_000)}"`);
  const file = await seal(`{"v":1,"events":[${[JSON.stringify(event), ...ballast]}]}`);
  expect(file.length).toBeGreaterThan(LIMITS.blobBytes);
  const before = world.wan.carriedUp();
  world.wan.cutAfter(LIMITS.blobBytes + LIMITS.blobPieceBytes);
  expect(await bring(file)).toBeNull();
  const part = await newest(({ sent_bytes }) => sent_bytes > 0 && world.wan.isCut(), 'the line is cut');
  expect(part.state).toBe('WAITING');
  world.wan.reconnect();
  world.hub.uplink.kick();
  const { taken } = await newest(({ state }) => state === 'AT_HQ', 'HQ has the large file');
  expect(taken).toEqual({ added: 1, known: 0, quarantined: 0, refused: ballast.length });
  expect(world.wan.carriedUp() - before).toBeLessThan(file.length + 4 * LIMITS.blobPieceBytes);
});

test('[UNSENT-9] what only HQ can tell is told afterwards: damaged within, or of a newer app, which waits', async () => {
  expect(await bring(await seal('no JSON'))).toBeNull();
  expect(await newest(({ state }) => state === 'REFUSED', 'HQ refuses it')).toMatchObject({ fault: 'DAMAGED' });
  expect(await bring(await seal('later', { v: 2 }))).toBeNull();
  const held = await newest((file) => file.held !== null, 'HQ has to be updated');
  expect(held).toMatchObject({ state: 'WAITING', held: 'NEWER_VERSION', fault: null });
});
