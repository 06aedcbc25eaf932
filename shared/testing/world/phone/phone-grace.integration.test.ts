import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { serverNow } from '#shared/domain/grace.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { dayOf } from '#shared/ui/format.ts';
import { eventually } from '../start-world.ts';
import { expectNothingRead, fail, type LockWorld, openLockWorld, queued, signIn } from './lock-world.ts';
import { newPhoneFile } from './phone-file.ts';

/** How long a phone stays open without a statement of the server, and the time it goes by, against a real hub and a real server. */
let world: LockWorld;

beforeAll(async () => {
  world = await openLockWorld();
});
afterEach(() => world.closePhones());
afterAll(() => world?.close());

test('[SEED-10.10] [SAFE-9] without a word of the server for 72 hours nothing is read until its person signs in; what was recorded is handed in', async () => {
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
  const { phone, api } = await world.start(file, { transport: silent, clock });
  await signIn(api, 'driver1.alger');
  world.isInValley = true;
  await fail(api);
  isSilent = true;
  const leftAt = async (beforeEndMs: number) => {
    ahead = LIMITS.offlineGraceSeconds * 1_000 - beforeEndMs;
    const lock = await api.lock();
    return lock.kind === 'open' ? lock.graceLeftMs : Number.NaN;
  };
  const DAY_MS = 24 * 3_600_000;
  expect(await leftAt(DAY_MS + 3_600_000)).toBeNull();
  for (const left of [DAY_MS, 120_000]) {
    // What has passed since the server signed is part of it.
    const told = await leftAt(left);
    expect(told).toBeLessThanOrEqual(left);
    expect(told).toBeGreaterThan(left - 120_000);
  }
  await fail(api);
  ahead = LIMITS.offlineGraceSeconds * 1_000;
  expect(await api.lock()).toEqual({ kind: 'sign_in', why: 'NO_CONTACT', unsent: 2 });
  await expectNothingRead(api);
  // Turned back, and the app begun anew: it is as locked as before.
  ahead = -365 * 24 * 3_600_000;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in' });
  await phone.close();
  const { phone: again, api: next } = await world.start(file, { transport: silent, clock });
  expect(await next.lock()).toEqual({ kind: 'sign_in', why: 'NO_CONTACT', unsent: 2 });
  world.isInValley = false;
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
  const { phone, api } = await world.start(file, { clock, transport });
  await signIn(api, 'driver1.alger');
  const signedInAt = Date.now();
  world.wan.cut();
  await fail(api);
  ahead = LIMITS.offlineGraceSeconds * 1_000;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_CONTACT' });
  // Statements are dated to the second.
  await eventually(
    () => Date.now(),
    (now) => now > signedInAt + 1_000,
    'another second',
  );
  world.wan.reconnect();
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
  const { phone, api } = await world.start(file, { transport: still, clock });
  await signIn(api, 'driver1.alger');
  const signedInAt = Date.now();
  world.isInValley = true;
  ahead = 4 * 24 * 3_600_000;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_CONTACT' });
  ahead = 0;
  expect(await api.lock()).toMatchObject({ kind: 'sign_in', why: 'NO_CONTACT' });
  // Statements are dated to the second.
  await eventually(
    () => Date.now(),
    (now) => now > signedInAt + 1_000,
    'another second',
  );
  world.isInValley = false;
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
  const { phone, api } = await world.start(file, { clock });
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
  world.isInValley = true;
  await phone.close();
  const { phone: again, api: next } = await world.start(file, { clock });
  expect((await next.tour(dayOf(serverNow(again.clockAhead(), clock.now())))).length).toBeGreaterThan(0);
});
