import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { serverNow } from '#shared/domain/grace.ts';
import { pinPauseMs } from '#shared/domain/pin.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { dayOf } from '#shared/ui/format.ts';
import { Phone } from '../../../mobile-pwa/sync/phone.ts';
import { type OpenApi, phoneApi } from '../../../mobile-pwa/sync/phone-api.ts';
import { PhoneLocked } from '../../../mobile-pwa/sync/phone-lock.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { testIds } from '../test-device.ts';
import { loadDataKey, newPhoneFile, type PhoneFile } from './phone-file.ts';
import { DEMO_PASSWORD, eventually, startWorld, type World } from './start-world.ts';

/** The lock of a phone and what opens it, against a real hub and a real server. */
let database: TestDatabase;
let world: World;
/** A phone in a valley reaches neither the hub nor the server. */
let isInValley = false;
const opened: Phone[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterEach(async () => {
  for (const phone of opened.splice(0)) await phone.close();
  isInValley = false;
  // Each test takes new phones, and a user has three at most.
  await world.database.query('UPDATE devices SET is_active = false');
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const PIN = '135790';
const WRONG = '246801';

interface Started {
  phone: Phone;
  api: OpenApi;
}
interface StartOptions {
  transport?: Transport;
  clock?: Clock;
  /** Milliseconds by the clock that nobody can set. */
  elapsed?: () => number;
}

/** Starts the app on what the last start left. */
async function start(
  file: PhoneFile,
  { transport = fetchTransport, clock = systemClock, elapsed }: StartOptions = {},
): Promise<Started> {
  const phone = new Phone({
    sql: file.sql,
    keyValues: file.keyValues,
    dataKey: await loadDataKey(file.keyValues, elapsed),
    transport: {
      request: (request) =>
        isInValley ? Promise.resolve({ kind: 'unreachable', reason: 'in a valley' }) : transport.request(request),
    },
    origin: world.hubUrl,
    card: { name: 'test', platform: 'node', app_version: '0' },
    clock,
    random: systemRandom,
    ids: testIds,
    log: silentLog,
  });
  opened.push(phone);
  await phone.open();
  return { phone, api: phoneApi(phone) };
}

const signIn = (api: OpenApi, username: string) => api.signIn({ username, password: DEMO_PASSWORD });

const fail = (api: OpenApi) =>
  api.failDelivery({ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });

const queued = ({ sql }: PhoneFile): number => sql.all('SELECT 1 FROM sync_queue').length;

/** Somebody with a PIN has recorded something out of reach of everybody, and the app was ended. */
async function phoneWithPin(username: string): Promise<PhoneFile> {
  const file = await newPhoneFile();
  const { phone, api } = await start(file);
  expect(await signIn(api, username)).toEqual({ kind: 'signed_in' });
  expect(await api.setPin(PIN, 5)).toBe(true);
  isInValley = true;
  await fail(api);
  await phone.close();
  return file;
}

/** Every call but the few that a lock answers. */
async function expectNothingRead(api: OpenApi): Promise<void> {
  const calls = Object.entries(api) as [string, (...args: unknown[]) => Promise<unknown>][];
  const answered: string[] = [];
  for (const [name, call] of calls) {
    if (['unlock', 'signIn', 'resetPassword', 'kick', 'askNode'].includes(name)) continue;
    await call().then(
      () => answered.push(name),
      (error: unknown) => expect(error, name).toBeInstanceOf(PhoneLocked),
    );
  }
  expect(answered.sort()).toEqual(['addDepot', 'knownNodes', 'lock', 'lockNow']);
}

test('[SAFE-5] a PIN is asked for at the start; without it nothing is read, with it work goes on where it stopped', async () => {
  const file = await phoneWithPin('driver1.alger');
  const { api } = await start(file);
  expect(await api.lock()).toEqual({ kind: 'pin', waitMs: 0, triesLeft: LIMITS.pinTries, unsent: 1 });
  await expectNothingRead(api);
  expect(() => file.sql.all(`SELECT open(body, 'event.body', id) FROM sync_queue`)).toThrow(/locked/);
  expect(await api.unlock(WRONG)).toBe('wrong');
  expect(await api.unlock(PIN)).toBe('right');
  expect(await api.lock()).toMatchObject({ kind: 'open', unsent: 1 });
  expect((await api.outbox(100)).items).toHaveLength(1);
  isInValley = false;
  await api.kick();
  await eventually(
    () => queued(file),
    (count) => count === 0,
    'what was recorded reaches HQ',
  );
});

test('[SAFE-5] a PIN is changed and removed; one that was changed opens nothing any more', async () => {
  const file = await phoneWithPin('driver1.alger');
  let { phone, api } = await start(file);
  await api.unlock(PIN);
  await api.setPin(WRONG, 15);
  await phone.close();
  ({ phone, api } = await start(file));
  expect(await api.unlock(PIN)).toBe('wrong');
  expect(await api.unlock(WRONG)).toBe('right');
  expect(await api.pinSettings()).toEqual({ idleMinutes: 15 });
  await api.removePin();
  await phone.close();
  ({ phone, api } = await start(file));
  expect(await api.lock()).toMatchObject({ kind: 'open' });
  expect((await api.outbox(100)).items).toHaveLength(1);
});

test('[SAFE-6] a phone that was left alone is locked and goes on handing in', async () => {
  const file = await newPhoneFile();
  const { phone, api } = await start(file);
  await signIn(api, 'driver2.alger');
  await api.setPin(PIN, 1);
  await fail(api);
  await api.lockNow();
  await expectNothingRead(api);
  await eventually(
    () => {
      phone.engine?.kick();
      return queued(file);
    },
    (count) => count === 0,
    'handed in behind the lock',
  );
  expect(await api.lock()).toMatchObject({ kind: 'pin', unsent: 0 });
  expect(await api.unlock(PIN)).toBe('right');
});

test('[SAFE-7] wrong PINs are slowed down by time that the running app sees pass: no restart and no clock shortens it', async () => {
  const file = await phoneWithPin('driver1.alger');
  let steady = 0;
  const options = { elapsed: () => steady };
  let { phone, api } = await start(file, options);
  for (let tries = 0; tries < LIMITS.pinFreeTries; tries += 1) expect(await api.unlock(WRONG)).toBe('wrong');
  const pause = pinPauseMs(LIMITS.pinFreeTries);
  expect(await api.lock()).toMatchObject({ waitMs: pause });
  expect(await api.unlock(PIN)).toBe('wait');
  steady += pause - 1;
  expect(await api.unlock(PIN)).toBe('wait');
  // Begun anew, the whole wait begins anew, whatever the clock on the wall says.
  await phone.close();
  const ahead: Clock = { ...systemClock, now: () => Date.now() + 365 * 24 * 3_600_000 };
  ({ phone, api } = await start(file, { ...options, clock: ahead }));
  expect(await api.lock()).toMatchObject({ waitMs: pause });
  expect(await api.unlock(PIN)).toBe('wait');
  steady += pause;
  expect(await api.unlock(WRONG)).toBe('wrong');
  expect(await api.lock()).toMatchObject({ waitMs: 2 * pause });
  steady += 2 * pause;
  expect(await api.unlock(PIN)).toBe('right');
  await api.lockNow();
  expect(await api.lock()).toMatchObject({ waitMs: 0, triesLeft: LIMITS.pinTries });
});

test('[SAFE-7] tries at the same moment each count, and an app that is killed over one has spent it', async () => {
  const file = await phoneWithPin('driver1.alger');
  const { api } = await start(file);
  await Promise.all([api.unlock(WRONG), api.unlock(WRONG), api.unlock(WRONG), api.unlock(PIN)]).then((results) =>
    expect(results).toEqual(['wrong', 'wrong', 'wrong', 'wait']),
  );
  const dying = { ...file, keyValues: { ...file.keyValues } };
  let isDead = false;
  dying.keyValues.put = async (name, value) => {
    if (isDead) throw new Error('the battery is empty');
    await file.keyValues.put(name, value);
    if (name === 'safe') isDead = true;
  };
  const late = await start(dying, { elapsed: stepping(pinPauseMs(3)) });
  await expect(late.api.unlock(PIN)).rejects.toThrow('the battery is empty');
  const { api: next } = await start(file);
  expect(await next.lock()).toMatchObject({ triesLeft: LIMITS.pinTries - 4 });
});

/** A clock that goes on by so much each time that it is read. */
function stepping(ms: number): () => number {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
}

test('[SAFE-8] after ten wrong PINs only a sign-in opens the phone, and its queue is whole', async () => {
  const file = await phoneWithPin('driver1.alger');
  const { phone, api } = await start(file, { elapsed: stepping(3_600_000) });
  for (let tries = 1; tries < LIMITS.pinTries; tries += 1) expect(await api.unlock(WRONG)).toBe('wrong');
  expect(await api.unlock(WRONG)).toBe('spent');
  expect(await api.unlock(PIN)).toBe('spent');
  expect(await api.lock()).toEqual({ kind: 'sign_in', why: 'PIN_SPENT', unsent: 1 });
  await phone.close();
  const { api: next } = await start(file, { elapsed: stepping(3_600_000) });
  expect(await next.lock()).toEqual({ kind: 'sign_in', why: 'PIN_SPENT', unsent: 1 });
  expect(await next.unlock(PIN)).toBe('spent');
  isInValley = false;
  expect(await signIn(next, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  expect(await next.lock()).toMatchObject({ kind: 'open' });
  await eventually(
    () => queued(file),
    (count) => count === 0,
    'what was recorded reaches HQ',
  );
});

test('[SAFE-8] a forgotten PIN is dropped by a sign-in, after a restart too; numbering and queue go on', async () => {
  const file = await phoneWithPin('driver2.alger');
  const { phone, api } = await start(file);
  expect(await signIn(api, 'driver2.alger')).toMatchObject({ kind: 'refused', code: 'OFFLINE' });
  expect(await api.lock()).toMatchObject({ kind: 'pin' });
  isInValley = false;
  // A hub that makes a secret up opens nothing and spoils nothing.
  const lying: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!request.url.endsWith('/api/auth/login') || answer.kind !== 'answer') return answer;
      return { ...answer, body: { ...(answer.body as object), phone_secret: 'a.b.c' } };
    },
  };
  await phone.close();
  const lied = await start(file, { transport: lying });
  expect(await signIn(lied.api, 'driver2.alger')).toMatchObject({ kind: 'refused', code: 'DATA_LOCKED' });
  await lied.phone.close();
  const { phone: honest, api: next } = await start(file);
  expect(await signIn(next, 'driver2.alger')).toEqual({ kind: 'signed_in' });
  expect(await next.pinSettings()).toBeNull();
  await fail(next);
  const made = file.sql.all<{ seq: number }>(
    'SELECT seq FROM sync_queue UNION SELECT seq FROM sync_archive ORDER BY seq',
  );
  expect(made.map(({ seq }) => seq)).toEqual([1, 2]);
  await honest.close();
  const { api: last } = await start(file);
  expect(await last.lock()).toMatchObject({ kind: 'open' });
});

test('[SAFE-8] a secret that a hub signed itself is not taken for the server’s, and the true one goes on opening', async () => {
  const file = await newPhoneFile();
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'own', alg: 'ES256' }] };
  let isLying = false;
  const lying: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!isLying || answer.kind !== 'answer') return answer;
      if (request.url.endsWith('/jwks.json')) return { ...answer, body: jwks };
      if (!request.url.endsWith('/api/auth/login')) return answer;
      const { device } = answer.body as { device: { id: string } };
      const phone_secret = await new SignJWT({ device_id: device.id, secret: 'A'.repeat(43) })
        .setProtectedHeader({ alg: 'ES256', kid: 'own', typ: TOKEN_TYPES.phoneSecret })
        .setIssuedAt()
        .sign(pair.privateKey);
      return { ...answer, body: { ...(answer.body as object), phone_secret } };
    },
  };
  const { phone, api } = await start(file, { transport: lying });
  await signIn(api, 'driver1.alger');
  isLying = true;
  await signIn(api, 'driver1.alger');
  isInValley = true;
  await fail(api);
  await api.signOut();
  await phone.close();
  isInValley = false;
  const { api: next } = await start(file);
  expect(await signIn(next, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  expect((await next.outbox(100)).items).toHaveLength(1);
});

test('[SAFE-12] a phone whose keys were thrown away and whose data were not is another device, and shows what it can open', async () => {
  const file = await newPhoneFile();
  const first = await start(file);
  await signIn(first.api, 'driver1.alger');
  await eventually(
    () => first.api.clients(),
    (clients) => clients.length > 0,
    'the first snapshot',
  );
  isInValley = true;
  await fail(first.api);
  await first.phone.close();
  isInValley = false;
  const { api } = await start({ ...(await newPhoneFile()), sql: file.sql });
  expect(await signIn(api, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  await eventually(
    () => api.clients(),
    (clients) => clients.length > 0,
    'a new snapshot',
  );
  expect(await api.tour('2026-11-22')).toEqual([]);
  expect((await api.outbox(100)).items).toHaveLength(1);
  await fail(api);
  expect((await api.outbox(100)).items).not.toEqual([]);
});

test('[SAFE-4] tokens and names beside the data are sealed; no key of theirs can be exported', async () => {
  const file = await newPhoneFile();
  const { api } = await start(file);
  await signIn(api, 'driver1.alger');
  const session = (await file.vault.session())!;
  for (const name of ['session', 'safe'] as const) {
    const stored = (await file.keyValues.get<Uint8Array>(name))!;
    expect(stored).toBeInstanceOf(Uint8Array);
    const text = Buffer.from(stored).toString('latin1');
    for (const secret of [session.access_token, session.refresh_token, session.user.username]) {
      expect(text).not.toContain(secret.slice(0, 12));
    }
  }
  const wrapping = (await file.keyValues.get<CryptoKey>('wrapping_key'))!;
  expect(wrapping.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', wrapping)).rejects.toThrow();
  const { keys } = (await file.vault.device())!;
  await expect(crypto.subtle.exportKey('jwk', keys.privateKey)).rejects.toThrow();
});

test('[SAFE-4] a session that an app of before left in clear is sealed at the next start', async () => {
  const file = await newPhoneFile();
  const first = await start(file);
  await signIn(first.api, 'driver1.alger');
  await file.keyValues.put('session', await file.vault.session());
  await first.phone.close();
  const { api } = await start(file);
  expect(await api.session()).toMatchObject({ user: { username: 'driver1.alger' } });
  expect(await file.keyValues.get('session')).toBeInstanceOf(Uint8Array);
});

test('[SAFE-11] after signing out, nothing opens what was kept but the same person’s sign-in', async () => {
  const file = await newPhoneFile();
  const first = await start(file);
  await signIn(first.api, 'driver1.alger');
  isInValley = true;
  await fail(first.api);
  await first.api.signOut();
  await first.phone.close();
  isInValley = false;
  const { phone, api } = await start(file);
  expect(await api.session()).toBeNull();
  expect(() => file.sql.all(`SELECT open(body, 'event.body', id) FROM sync_queue`)).toThrow(/locked/);
  expect(await signIn(api, 'driver2.alger')).toMatchObject({ kind: 'refused', code: 'DEVICE_CONFLICT' });
  expect(queued(file)).toBe(1);
  expect(await signIn(api, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  await eventually(
    () => queued(file),
    (count) => count === 0,
    'what was recorded reaches HQ',
  );
  // With nothing left to hand in, the next person begins with a key of their own.
  await api.signOut();
  await phone.close();
  const { api: next } = await start(file);
  expect(await signIn(next, 'driver2.alger')).toEqual({ kind: 'signed_in' });
  await eventually(
    () => next.clients(),
    (clients) => clients.length > 0,
    'the next person’s own data',
  );
  expect((await next.outbox(100)).items).toEqual([]);
});

test('[SAFE-9] without a word of the server for 72 hours nothing is read until its person signs in; what was recorded is handed in', async () => {
  const file = await newPhoneFile();
  let ahead = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
  // Whatever the hub answers, no signed statement comes of it.
  let isSilent = false;
  const silent: Transport = {
    async request(request) {
      if (isSilent && /refresh|login/.test(request.url)) return { kind: 'unreachable', reason: 'cut off' };
      const answer = await fetchTransport.request(request);
      if (!isSilent || !request.url.includes('/pull') || answer.kind !== 'answer') return answer;
      return { ...answer, body: { ...(answer.body as object), checkpoint: null } };
    },
  };
  const { phone, api } = await start(file, { transport: silent, clock });
  await signIn(api, 'driver1.alger');
  isInValley = true;
  await fail(api);
  isSilent = true;
  ahead = LIMITS.offlineGraceSeconds * 1_000 - 60_000;
  expect(await api.lock()).toMatchObject({ kind: 'open', graceLeftMs: expect.any(Number) });
  await fail(api);
  ahead = LIMITS.offlineGraceSeconds * 1_000;
  expect(await api.lock()).toEqual({ kind: 'sign_in', why: 'NO_WORD', unsent: 2 });
  await expectNothingRead(api);
  // Turned back, and the app begun anew: it is as locked as before.
  ahead = -365 * 24 * 3_600_000;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in' });
  await phone.close();
  const { phone: again, api: next } = await start(file, { transport: silent, clock });
  expect(await next.lock()).toEqual({ kind: 'sign_in', why: 'NO_WORD', unsent: 2 });
  isInValley = false;
  const atHub = () => {
    again.engine?.kick();
    return file.sql.all(`SELECT 1 FROM sync_queue WHERE custody = 'device'`).length;
  };
  await eventually(atHub, (count) => count === 0, 'a locked phone hands in');
  expect(await next.lock()).toMatchObject({ kind: 'sign_in' });
  isSilent = false;
  ahead = 0;
  expect(await signIn(next, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  expect(await next.lock()).toMatchObject({ kind: 'open', graceLeftMs: null });
});

test('[SAFE-9] a checkpoint by way of a hub is a word of the server', async () => {
  const file = await newPhoneFile();
  let ahead = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
  // It cannot ask for a token, which would be a word as well.
  const transport: Transport = {
    request: (request) =>
      request.url.includes('/refresh')
        ? Promise.resolve({ kind: 'unreachable', reason: 'no tokens' })
        : fetchTransport.request(request),
  };
  const { phone, api } = await start(file, { clock, transport });
  await signIn(api, 'driver1.alger');
  const signedInAt = Date.now();
  world.wan.cut();
  await fail(api);
  ahead = LIMITS.offlineGraceSeconds * 1_000;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_WORD' });
  // Words are dated to the second.
  await eventually(
    () => Date.now(),
    (now) => now > signedInAt + 1_000,
    'another second',
  );
  world.wan.mend();
  const lock = () => {
    phone.engine!.kick();
    return api.lock();
  };
  await eventually(lock, ({ kind }) => kind === 'open', 'the server is heard by way of the hub');
  expect(queued(file)).toBe(0);
});

test('[SAFE-10] a clock that leapt ahead and is right again: the phone asks for the server’s statement and opens by itself', async () => {
  const file = await newPhoneFile();
  let ahead = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
  // Nothing comes by chance: only a word that is asked for.
  const still: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!request.url.includes('/pull') || answer.kind !== 'answer') return answer;
      return { ...answer, body: { ...(answer.body as object), checkpoint: null } };
    },
  };
  const { phone, api } = await start(file, { transport: still, clock });
  await signIn(api, 'driver1.alger');
  const signedInAt = Date.now();
  isInValley = true;
  ahead = 4 * 24 * 3_600_000;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_WORD' });
  ahead = 0;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_WORD' });
  // Words are dated to the second.
  await eventually(
    () => Date.now(),
    (now) => now > signedInAt + 1_000,
    'another second',
  );
  isInValley = false;
  const lock = () => {
    phone.engine!.kick();
    return api.lock();
  };
  expect(await eventually(lock, ({ kind }) => kind === 'open', 'the phone opens')).toMatchObject({ graceLeftMs: null });
});

test('[TIME-5] a phone whose clock is three days behind shows today’s tour, and knows by how much it is wrong', async () => {
  const file = await newPhoneFile();
  const DAYS_MS = 3 * 24 * 3_600_000;
  const clock: Clock = { ...systemClock, now: () => Date.now() - DAYS_MS };
  const { phone, api } = await start(file, { clock });
  await signIn(api, 'driver1.alger');
  const tour = (ms: number) => api.tour(dayOf(ms));
  const stops = () => {
    phone.engine?.kick();
    return tour(serverNow(phone.clockAhead(), clock.now()));
  };
  await eventually(stops, (found) => found.length > 0, 'the tour of today');
  expect(await tour(clock.now())).toEqual([]);
  expect(Math.abs(((await api.clockAhead()) ?? 0) + DAYS_MS)).toBeLessThan(60_000);
  // Over a restart and without a network, too.
  isInValley = true;
  await phone.close();
  const { phone: again, api: next } = await start(file, { clock });
  expect((await next.tour(dayOf(serverNow(again.clockAhead(), clock.now())))).length).toBeGreaterThan(0);
});
