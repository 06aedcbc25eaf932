import { decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkpointStore } from '#hub/store/checkpoint-store.ts';
import { wipeOrderFor } from '#server/identity/revoked.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { openLyingNode } from '../hostile/lying-node.ts';
import { cutOff, DEMO_PASSWORD, eventually, startWorld, type World } from '../start-world.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile } from './phone-file.ts';

/** The server's keys change while a phone is away, and it comes back to a hub that nobody else can be reached by. */
let database: TestDatabase;
let world: World;
const opened: { close(): Promise<unknown> }[] = [];
/** A line is cut and comes back twice, and each time a backoff of up to 16 s may be under way. */
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

const keysOf = async (phone: Phone) => (await phone.session())?.jwks.keys.map(({ kid }) => kid) ?? [];

/**
 * A phone that has handed an event in at a hub, which has the server's statement about it by a key that the phone has never
 * seen, and is cut off. The phone reaches nobody but `origin`, and comes back with `comeBack`.
 */
async function awayWhileTheKeyChanged(username: string, origin = world.hubUrl) {
  let isThere = true;
  const transport: Transport = {
    request: async (request) =>
      isThere && request.url.startsWith(`${origin}/`)
        ? fetchTransport.request(request)
        : { kind: 'unreachable', reason: 'away' },
  };
  const file = await newPhoneFile();
  const phone = await openNodePhone(file, origin, { transport });
  opened.push(phone);
  expect(await phone.signIn({ username, password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  const deviceId = (await phone.session())?.device_id ?? '';
  const queue = () => file.sql.all<{ custody: string }>('SELECT custody FROM sync_queue').map(({ custody }) => custody);
  await cutOff(world);
  const details = { reason: 'ABSENT' as const };
  await phone.store.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details });
  await eventually(queue, ([custody]) => custody === 'hub', 'the hub has taken the event');
  isThere = false;
  const kid = await world.server.deps.keys.rotate();
  world.wan.reconnect();
  const checkpoints = checkpointStore(world.hub.database);
  await eventually(
    () => {
      world.hub.uplink.kick();
      return checkpoints.get(deviceId)?.jws;
    },
    (jws) => jws !== undefined && decodeProtectedHeader(jws).kid === kid,
    'the hub carries the server’s word by the new key',
  );
  await cutOff(world);
  const comeBack = () => {
    isThere = true;
    phone.kick();
  };
  return { phone, deviceId, kid, queue, comeBack };
}

test('[AUTH-29] a phone behind a hub that is cut off learns a new key from it, and takes the server’s statement by it', async () => {
  const { phone, kid, queue, comeBack } = await awayWhileTheKeyChanged('driver1.alger');
  expect(await keysOf(phone)).not.toContain(kid);
  comeBack();
  await eventually(queue, ({ length }) => length === 0, 'the server’s word by the new key has ended the custody');
  expect(await keysOf(phone)).toContain(kid);
});

test('[AUTH-29] of keys that a hub made up itself a phone takes none, and the word that names one ends no custody', async () => {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  const false_key = { ...(await exportJWK(publicKey)), kid: 'token-aaaaaaaaaaaaaaaa', alg: 'ES256', use: 'sig' };
  let asked = 0;
  let pulls = 0;
  let lies = false;
  const liar = await openLyingNode(world.hubUrl, (path) => {
    if (asked > 0 && path.startsWith('/api/sync/pull')) pulls += 1;
    if (!lies || path !== '/.well-known/jwks.json') return null;
    asked += 1;
    return { status: 200, body: { keys: [false_key] } };
  });
  opened.push(liar);
  const { phone, queue, comeBack } = await awayWhileTheKeyChanged('driver2.alger', liar.url);
  const before = await keysOf(phone);
  lies = true;
  comeBack();
  await eventually(
    () => {
      phone.kick();
      return pulls;
    },
    (count) => count > 0,
    'the phone has asked for the key, taken the page, and gone on',
  );
  expect(queue()).toEqual(['hub']);
  expect(await keysOf(phone)).toEqual(before);
});

test('[AUTH-29] a revoked phone obeys the order by a new key, which a hub that is cut off hands on', async () => {
  const { phone, deviceId, kid, comeBack } = await awayWhileTheKeyChanged('driver1.alger');
  expect(await keysOf(phone)).not.toContain(kid);
  const device = { id: deviceId, revoked_at: new Date().toISOString(), revoke_reason: 'stolen' };
  const order = await wipeOrderFor(world.server.deps.keys, device);
  checkpointStore(world.hub.database).revoke(deviceId, order);
  comeBack();
  await eventually(
    () => phone.isWiping,
    (isWiping) => isWiping,
    'the phone erases itself',
  );
});
