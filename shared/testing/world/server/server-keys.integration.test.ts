import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { metaOf } from '#hub/store/meta.ts';
import { ServerKeys } from '#hub/uplink/server-keys.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import type { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { type Lie, openLyingNode } from '../hostile/lying-node.ts';
import { openNodePhone } from '../phone/node-phone.ts';
import { newPhoneFile } from '../phone/phone-file.ts';
import { call, cutOff, DEMO_PASSWORD, eventually, signIn, startWorld, type World } from '../start-world.ts';

/** The server's keys change, and a node in between lies about them. */
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

const PERSON = { username: 'driver1.alger', password: DEMO_PASSWORD };
const EXPIRED: Lie = { status: 401, body: { code: 'TOKEN_EXPIRED' } };

async function lyingNode(says: (path: string) => Lie): Promise<string> {
  const node = await openLyingNode(world.hubUrl, says);
  opened.push(node);
  return node.url;
}

async function phoneAt(origin: string): Promise<Phone> {
  const phone = await openNodePhone(await newPhoneFile(), origin);
  opened.push(phone);
  expect(await phone.signIn(PERSON)).toEqual({ kind: 'signed_in' });
  return phone;
}

const keysOf = async (phone: Phone) => (await phone.session())?.jwks.keys.map(({ kid }) => kid) ?? [];
const rotate = () => world.server.deps.keys.rotate();

/** A key of the liar's own under a genuine-looking name, and what it signs. */
async function falseKey() {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = 'token-aaaaaaaaaaaaaaaa';
  const sign = (claims: object) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid, typ: TOKEN_TYPES.access }).sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }, sign };
}

test('[AUTH-26] a phone behind a hub learns a new key with its next token, and a hub takes that token', async () => {
  let expired = false;
  const url = await lyingNode((path) => (expired && path.startsWith('/api/sync/') ? EXPIRED : null));
  const phone = await phoneAt(url);
  const before = await keysOf(phone);
  const kid = await rotate();
  expect(before).not.toContain(kid);
  expired = true;
  phone.kick();
  await eventually(
    () => keysOf(phone),
    (kids) => kids.includes(kid),
    'the phone has learnt the key',
  );
  expect(await keysOf(phone)).toEqual(expect.arrayContaining(before));
  const token = (await phone.session())?.access_token ?? '';
  expect(decodeProtectedHeader(token).kid).toBe(kid);
  const authorization = `Bearer ${token}`;
  expect((await call(world.hubUrl, 'GET', '/api/sync/status', { authorization })).status).toBe(200);
});

test('[AUTH-23] [AUTH-26] [HOSTILE-8] a node that serves its own keys and tokens is believed in nothing', async () => {
  const thief = await falseKey();
  let lies = false;
  let asked = 0;
  let claims: object = {};
  const url = await lyingNode((path) => {
    if (!lies) return null;
    if (path.startsWith('/api/sync/')) return EXPIRED;
    if (path === '/.well-known/jwks.json') {
      asked += 1;
      return { status: 200, body: { keys: [thief.jwk] } };
    }
    return path === '/api/auth/refresh' ? { status: 200, body: pair } : null;
  });
  const phone = await phoneAt(url);
  const before = await phone.session();
  claims = decodeJwt(before?.access_token ?? '');
  const pair = { access_token: await thief.sign(claims), refresh_token: 'x' };
  world.wan.cut();
  lies = true;
  phone.kick();
  await eventually(
    () => asked,
    (times) => times > 0,
    'the phone has asked for the key of the false token',
  );
  const after = await phone.session();
  expect(after?.jwks).toEqual(before?.jwks);
  expect(after?.access_token).toBe(before?.access_token);
  expect(after?.needs_sign_in).toBe(false);
});

test('[AUTH-26] [HOSTILE-9] the keys outlive the session: after signing out, a false sign-in is not taken', async () => {
  const thief = await falseKey();
  let session: object | null = null;
  const url = await lyingNode((path) => {
    if (session === null) return null;
    if (path === '/api/auth/login') return { status: 200, body: session };
    return path === '/.well-known/jwks.json' ? { status: 200, body: { keys: [thief.jwk] } } : null;
  });
  const phone = await phoneAt(url);
  const before = await phone.session();
  await phone.signOut();
  world.wan.cut();
  const access_token = await thief.sign(decodeJwt(before?.access_token ?? ''));
  session = { access_token, refresh_token: 'x', user: before?.user, device: {}, phone_secret: 'x' };
  expect(await phone.signIn(PERSON)).toMatchObject({ kind: 'refused' });
  expect(await phone.session()).toBeNull();
  session = null;
  world.wan.reconnect();
  await eventually(
    () => phone.signIn(PERSON),
    ({ kind }) => kind === 'signed_in',
    'the true server is taken',
  );
});

test('[AUTH-23] a hub adds what its keys endorse, keeps the rest, and believes no other server', async () => {
  const thief = await falseKey();
  const kid = await rotate();
  const meta = metaOf(world.hub.database);
  const held = meta.get('jwks');
  const keysFrom = async (upstream: string) => {
    const keys = new ServerKeys({ upstream, transport: fetchTransport, clock: systemClock, log: silentLog, meta });
    await keys.refresh();
    return keys;
  };
  const liar = await lyingNode(() => ({ status: 200, body: { keys: [thief.jwk] } }));
  expect((await keysFrom(liar)).knows(thief.jwk.kid)).toBe(false);
  expect(meta.get('jwks')).toBe(held);
  expect((await keysFrom(world.serverUrl)).knows(kid)).toBe(true);
  // And again from the disk, without a network.
  expect((await keysFrom('http://127.0.0.1:9')).knows(kid)).toBe(true);
});

test('[AUTH-21] a hub that is cut off honours an expired token until 72 h after its issue, for no revoked device', async () => {
  const { device, session } = await signIn(world.hubUrl, 'driver2.alger');
  const claims = decodeJwt(session.access_token);
  const aged = async (seconds: number) => {
    const iat = Math.floor(Date.now() / 1000) - seconds;
    const old = { ...claims, iat, exp: iat + LIMITS.accessTokenSeconds };
    return `Bearer ${await signClaims(world.server.deps.keys, TOKEN_TYPES.access, old)}`;
  };
  const read = async (authorization: string) =>
    (await call(world.hubUrl, 'GET', '/api/sync/status', { authorization })).body.code ?? 'in';
  const push = async (authorization: string) => {
    const event = device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n: testIds.uuid() } });
    const body = device.pushBody([event]);
    return (await call(world.hubUrl, 'POST', '/api/sync/push', { authorization, body })).body.acked_event_ids;
  };
  const [young, old] = [await aged(LIMITS.offlineGraceSeconds - 60), await aged(LIMITS.offlineGraceSeconds)];
  expect([await read(young), await read(old)]).toEqual(['TOKEN_EXPIRED', 'TOKEN_EXPIRED']);
  await cutOff(world);
  expect([await read(young), await read(old)]).toEqual(['in', 'TOKEN_EXPIRED']);
  for (const token of [young, old, await aged(400 * 24 * 3600)]) expect(await push(token)).toHaveLength(1);
  world.hub.database
    .prepare(`INSERT INTO revoked_devices (device_id) VALUES (?)`)
    .run(Buffer.from(device.id.replaceAll('-', ''), 'hex'));
  expect(await read(young)).toBe('DEVICE_REVOKED');
});
