import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { pinPauseMs } from '#shared/domain/pin.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { eventually } from '../start-world.ts';
import { expectNothingRead, fail, type LockWorld, openLockWorld, PIN, queued, signIn } from './lock-world.ts';
import { newPhoneFile } from './phone-file.ts';

/** The PIN of a phone, and what opens the phone without it, against a real hub and a real server. */
let world: LockWorld;

beforeAll(async () => {
  world = await openLockWorld();
});
afterEach(() => world.closePhones());
afterAll(() => world?.close());

const WRONG = '246801';

/** A clock that goes on by so much each time that it is read. */
function stepping(ms: number): () => number {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
}

test('[SAFE-5] a PIN is asked for at the start; without it nothing is read, with it work goes on where it stopped', async () => {
  const file = await world.phoneWithPin('driver1.alger');
  const { api } = await world.start(file);
  expect(await api.lock()).toEqual({ kind: 'pin', waitMs: 0, triesLeft: LIMITS.pinTries, unsent: 1 });
  await expectNothingRead(api);
  expect(() => file.sql.all(`SELECT open(body, 'event.body', id) FROM sync_queue`)).toThrow(/locked/);
  expect(await api.unlock(WRONG)).toBe('wrong');
  expect(await api.unlock(PIN)).toBe('right');
  expect(await api.lock()).toMatchObject({ kind: 'open', unsent: 1 });
  expect((await api.outbox(100)).items).toHaveLength(1);
  world.isInValley = false;
  await api.kick();
  await eventually(
    () => queued(file),
    (count) => count === 0,
    'what was recorded reaches HQ',
  );
});

test('[SAFE-5] a PIN is changed and removed; one that was changed opens nothing any more', async () => {
  const file = await world.phoneWithPin('driver1.alger');
  let { phone, api } = await world.start(file);
  await api.unlock(PIN);
  await api.setPin(WRONG, 15);
  await phone.close();
  ({ phone, api } = await world.start(file));
  expect(await api.unlock(PIN)).toBe('wrong');
  expect(await api.unlock(WRONG)).toBe('right');
  expect(await api.pinSettings()).toEqual({ idleMinutes: 15 });
  await api.removePin();
  await phone.close();
  ({ phone, api } = await world.start(file));
  expect(await api.lock()).toMatchObject({ kind: 'open' });
  expect((await api.outbox(100)).items).toHaveLength(1);
});

test('[SAFE-6] a phone that was left alone is locked and goes on handing in', async () => {
  const file = await newPhoneFile();
  const { phone, api } = await world.start(file);
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
  const file = await world.phoneWithPin('driver1.alger');
  let steady = 0;
  const options = { elapsed: () => steady };
  let { phone, api } = await world.start(file, options);
  for (let tries = 0; tries < LIMITS.pinFreeTries; tries += 1) expect(await api.unlock(WRONG)).toBe('wrong');
  const pause = pinPauseMs(LIMITS.pinFreeTries);
  expect(await api.lock()).toMatchObject({ waitMs: pause });
  expect(await api.unlock(PIN)).toBe('wait');
  steady += pause - 1;
  expect(await api.unlock(PIN)).toBe('wait');
  // Begun anew, the whole wait begins anew, whatever the clock on the wall says.
  await phone.close();
  const ahead: Clock = { ...systemClock, now: () => Date.now() + 365 * 24 * 3_600_000 };
  ({ phone, api } = await world.start(file, { ...options, clock: ahead }));
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
  const file = await world.phoneWithPin('driver1.alger');
  const { api } = await world.start(file);
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
  const late = await world.start(dying, { elapsed: stepping(pinPauseMs(3)) });
  await expect(late.api.unlock(PIN)).rejects.toThrow('the battery is empty');
  const { api: next } = await world.start(file);
  expect(await next.lock()).toMatchObject({ triesLeft: LIMITS.pinTries - 4 });
});

test('[SAFE-8] after ten wrong PINs only a sign-in opens the phone, and its queue is whole', async () => {
  const file = await world.phoneWithPin('driver1.alger');
  const { phone, api } = await world.start(file, { elapsed: stepping(3_600_000) });
  for (let tries = 1; tries < LIMITS.pinTries; tries += 1) expect(await api.unlock(WRONG)).toBe('wrong');
  expect(await api.unlock(WRONG)).toBe('spent');
  expect(await api.unlock(PIN)).toBe('spent');
  expect(await api.lock()).toEqual({ kind: 'sign_in', why: 'PIN_SPENT', unsent: 1 });
  await phone.close();
  const { api: next } = await world.start(file, { elapsed: stepping(3_600_000) });
  expect(await next.lock()).toEqual({ kind: 'sign_in', why: 'PIN_SPENT', unsent: 1 });
  expect(await next.unlock(PIN)).toBe('spent');
  world.isInValley = false;
  expect(await signIn(next, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  expect(await next.lock()).toMatchObject({ kind: 'open' });
  await eventually(
    () => queued(file),
    (count) => count === 0,
    'what was recorded reaches HQ',
  );
});

test('[SAFE-8] a forgotten PIN is dropped by a sign-in, after a restart too; numbering and queue go on', async () => {
  const file = await world.phoneWithPin('driver2.alger');
  const { phone, api } = await world.start(file);
  expect(await signIn(api, 'driver2.alger')).toMatchObject({ kind: 'refused', code: 'OFFLINE' });
  expect(await api.lock()).toMatchObject({ kind: 'pin' });
  world.isInValley = false;
  // A hub that makes a secret up opens nothing and spoils nothing.
  const lying: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!request.url.endsWith('/api/auth/login') || answer.kind !== 'answer') return answer;
      return { ...answer, body: { ...(answer.body as object), phone_secret: 'a.b.c' } };
    },
  };
  await phone.close();
  const lied = await world.start(file, { transport: lying });
  expect(await signIn(lied.api, 'driver2.alger')).toMatchObject({ kind: 'refused', code: 'DATA_LOCKED' });
  await lied.phone.close();
  const { phone: honest, api: next } = await world.start(file);
  expect(await signIn(next, 'driver2.alger')).toEqual({ kind: 'signed_in' });
  expect(await next.pinSettings()).toBeNull();
  await fail(next);
  const made = file.sql.all<{ seq: number }>(
    'SELECT seq FROM sync_queue UNION SELECT seq FROM sync_archive ORDER BY seq',
  );
  expect(made.map(({ seq }) => seq)).toEqual([1, 2]);
  await honest.close();
  const { api: last } = await world.start(file);
  expect(await last.lock()).toMatchObject({ kind: 'open' });
});
