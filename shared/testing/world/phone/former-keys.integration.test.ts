import { decodeProtectedHeader } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ServerKeys } from '#server/identity/keys.ts';
import { makeQr, verifyQr } from '#server/identity/qr.ts';
import { verifyAccess } from '#server/identity/tokens.ts';
import { openDatabase } from '#server/store/database.ts';
import { migrate } from '#server/store/migrate.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { mergeServerKeys } from '#shared/sync-client/server-keys.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { forgetEd25519, plantFormerKeys } from '../../former-keys.ts';
import { hubClaims } from '../../hub-claims.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { type Lie, openLyingNode } from '../hostile/lying-node.ts';
import { DEMO_PASSWORD, eventually, startWorld, type World } from '../start-world.ts';
import { openNodePhone } from './node-phone.ts';
import { newPhoneFile } from './phone-file.ts';

/** A server that signed with Ed25519 gets a new program, and phones come to it with the former keys. */
let database: TestDatabase;
let world: World;
const opened: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const store = openDatabase(database.url);
  await migrate(store, systemRandom);
  await plantFormerKeys(store, Date.now());
  await store.end();
  world = await startWorld(database.url);
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const one of opened.splice(0).toReversed()) await one.close();
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const EXPIRED: Lie = { status: 401, body: { code: 'TOKEN_EXPIRED' } };
const PERSON = { username: 'driver1.alger', password: DEMO_PASSWORD };

/** As before the new program: nothing but the Ed25519 keys. */
async function backToFormer(): Promise<void> {
  await world.database.query(`DELETE FROM signing_keys WHERE public_jwk ->> 'alg' <> 'EdDSA'`);
  await world.server.deps.keys.refresh();
}

async function update(): Promise<void> {
  await ServerKeys.load(world.database, systemClock);
  await world.server.deps.keys.refresh();
}

/** A phone that was signed in at a server of before, which then was updated; `expire` has it renew its token. */
async function phoneOfBefore(origin: string) {
  await backToFormer();
  let isExpired = false;
  const node = await openLyingNode(origin, (path) => (isExpired && path.startsWith('/api/sync/pull') ? EXPIRED : null));
  const file = await newPhoneFile();
  const phone = await openNodePhone(file, node.url);
  opened.push(node, phone);
  expect(await phone.signIn(PERSON)).toEqual({ kind: 'signed_in' });
  expect(await algsOf(phone)).toEqual(['EdDSA', 'EdDSA']);
  await update();
  const expire = (value: boolean): void => {
    isExpired = value;
    phone.kick();
  };
  const unsent = () => file.sql.all('SELECT id FROM sync_queue').length;
  return { phone, expire, unsent };
}

const algsOf = async (phone: Phone) => (await phone.session())?.jwks.keys.map(({ alg }) => alg) ?? [];
const record = (phone: Phone) =>
  phone.store.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });

test('[AUTH-31] a phone that can check the former keys goes on by itself: they vouch for the new one, at the hub, too', async () => {
  const { phone, expire, unsent } = await phoneOfBefore(world.hubUrl);
  expire(true);
  await eventually(
    async () => (await phone.session())?.access_token ?? '',
    (token) => decodeProtectedHeader(token).alg === 'ES256',
    'the phone has renewed its token',
  );
  expire(false);
  expect(await algsOf(phone)).toEqual(['EdDSA', 'EdDSA', 'ES256', 'ES256', 'ECDH-ES+A256KW']);
  expect((await phone.session())?.needs_sign_in).toBe(false);
  await record(phone);
  await eventually(unsent, (count) => count === 0, 'the word by the new key has ended the custody');
});

test('[AUTH-31] a phone that cannot asks its person once, keeps its queue, and takes the keys anew at that sign-in', async () => {
  forgetEd25519();
  const { phone, expire, unsent } = await phoneOfBefore(world.serverUrl);
  await record(phone);
  expire(true);
  await eventually(
    () => phone.session(),
    (session) => session?.needs_sign_in === true,
    'a person is asked for',
  );
  expect(await algsOf(phone)).toEqual(['EdDSA', 'EdDSA']);
  expect(unsent()).toBe(1);
  expire(false);
  expect(await phone.signIn(PERSON)).toEqual({ kind: 'signed_in' });
  expect(await algsOf(phone)).toEqual(['EdDSA', 'EdDSA', 'ES256', 'ES256', 'ECDH-ES+A256KW']);
  await eventually(unsent, (count) => count === 0, 'the word by the new key has ended the custody');
});

test('[AUTH-31] a server with Ed25519 keys alone makes one of ES256 for each purpose, which the former ones vouch for; what those signed still holds', async () => {
  const former = await createTestDatabase();
  try {
    const store = openDatabase(former.url);
    await migrate(store, systemRandom);
    const { signStatement, signCode } = await plantFormerKeys(store, systemClock.now());
    const held = { keys: (await store.query('SELECT public_jwk FROM signing_keys')).rows.map((row) => row.public_jwk) };
    // Two processes start at once.
    const keys = await Promise.all([ServerKeys.load(store, systemClock), ServerKeys.load(store, systemClock)]);
    const [now, other] = keys as [ServerKeys, ServerKeys];
    expect(now.jwks).toEqual(other.jwks);
    expect(now.jwks.keys.map(({ alg, kid }) => `${alg} ${kid.split('-')[0]}`)).toEqual([
      'EdDSA token',
      'EdDSA qr',
      'ES256 token',
      'ES256 qr',
      'ECDH-ES+A256KW enc',
    ]);
    expect([now.token.alg, now.qr.alg]).toEqual(['ES256', 'ES256']);
    const claims = hubClaims({ hub_id: crypto.randomUUID(), depot: { id: 1 } }, systemClock.now());
    // A phone or hub that holds the former keys and can check them adds the new ones.
    expect((await mergeServerKeys(held, now.jwks)).keys).toHaveLength(5);
    expect(await verifyAccess(now, await signStatement(TOKEN_TYPES.access, claims))).toMatchObject(claims);
    const delivery = crypto.randomUUID();
    expect(verifyQr(signCode(`MCG1.${delivery}.nonce`), now)).toBe(delivery);
    expect(verifyQr(makeQr({ id: delivery, depot_id: 1 }, now, systemRandom), now)).toBe(delivery);
    expect((await ServerKeys.load(store, systemClock)).jwks, 'once').toEqual(now.jwks);
    await store.end();
  } finally {
    await former.drop();
  }
});
