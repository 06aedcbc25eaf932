import { expect, test } from 'vitest';
import { ok, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { turnedClock } from '../testing/open-test-server.ts';
import { EnrolmentThrottle } from './enrolment-throttle.ts';
import { HashTurns } from './hash-turns.ts';
import { LoginThrottle } from './login-throttle.ts';

const START = '2026-11-22T10:00:00.000Z';
const stranger = { username: 'driver1', address: '10.0.0.7', knownDevice: null };
const times = (n: number, work: () => void) => Array.from({ length: n }, work);

test('[AUTH-3] a name rests after its last try, to the millisecond; a phone of its user has tries of its own', () => {
  const clock = turnedClock(START);
  const throttle = new LoginThrottle(clock);
  const own = { ...stranger, knownDevice: 'a' };
  times(LIMITS.wrongPasswordsPerName - 1, () => throttle.failed(stranger));
  expect(throttle.waitSeconds(stranger)).toBe(0);
  throttle.failed(stranger);
  expect(throttle.waitSeconds({ ...stranger, address: '10.0.0.8' })).toBe(LIMITS.wrongPasswordSeconds);
  expect(throttle.waitSeconds(own)).toBe(0);
  times(LIMITS.wrongPasswordsPerName, () => throttle.failed(own));
  expect(throttle.waitSeconds(own)).toBe(LIMITS.wrongPasswordSeconds);
  expect(throttle.waitSeconds({ ...own, knownDevice: 'b' })).toBe(0);
  clock.turn(LIMITS.wrongPasswordSeconds * 1000 - 1);
  expect([throttle.waitSeconds(stranger), throttle.waitSeconds(own)]).toEqual([1, 1]);
  clock.turn(1);
  expect([throttle.waitSeconds(stranger), throttle.waitSeconds(own)]).toEqual([0, 0]);
});

test('[AUTH-3] a clock that was put back keeps nobody waiting for longer than the window', () => {
  const clock = turnedClock(START);
  const throttle = new LoginThrottle(clock);
  times(LIMITS.wrongPasswordsPerName, () => throttle.failed(stranger));
  clock.turn(-365 * 24 * 3600 * 1000);
  expect(throttle.waitSeconds(stranger)).toBe(LIMITS.wrongPasswordSeconds);
  clock.turn(LIMITS.wrongPasswordSeconds * 1000);
  expect(throttle.waitSeconds(stranger)).toBe(0);
});

test('[AUTH-27] strangers behind one address rest whatever name they give; a known phone there goes on', () => {
  const throttle = new LoginThrottle(turnedClock(START));
  const guess = (n: number) => throttle.failed({ username: `name${n}`, address: '2001:db8::1', knownDevice: null });
  for (let n = 1; n < LIMITS.wrongPasswordsPerAddress; n += 1) guess(n);
  const neighbour = { username: 'x', address: '2001:db8::2', knownDevice: null };
  expect(throttle.waitSeconds(neighbour)).toBe(0);
  guess(0);
  expect(throttle.waitSeconds(neighbour)).toBe(LIMITS.wrongPasswordSeconds);
  expect(throttle.waitSeconds({ ...neighbour, knownDevice: 'a' })).toBe(0);
  expect(throttle.waitSeconds({ ...neighbour, address: '2001:db8:1::2' })).toBe(0);
  // What a known phone gets wrong is not held against its neighbours.
  times(LIMITS.wrongPasswordsPerAddress, () => throttle.failed({ ...stranger, knownDevice: 'a' }));
  expect(throttle.waitSeconds({ ...stranger, username: 'y' })).toBe(0);
});

test('[AUTH-28] a few passwords are checked at once, some wait for their turn, and the next is sent away', async () => {
  const turns = new HashTurns();
  let running = 0;
  let most = 0;
  const open: (() => void)[] = [];
  const work = () =>
    turns.run(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => open.push(resolve));
      running -= 1;
      return ok('done');
    });
  const asked = times(LIMITS.passwordHashesAtOnce + LIMITS.passwordHashesWaiting, () => {}).map(work);
  expect(await work()).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE', retryAfterSeconds: 2 } });
  for (let done = 0; done < asked.length; done += 1) {
    open.shift()?.();
    await asked[done];
    // The one whose turn it is now begins within the microtasks of the one that ended.
    await Promise.resolve();
  }
  expect((await Promise.all(asked)).every((result) => result.ok)).toBe(true);
  expect(most).toBe(LIMITS.passwordHashesAtOnce);
  const broken = turns.run(() => Promise.reject(new Error('broken')));
  await expect(broken).rejects.toThrow('broken');
  expect(await turns.run(async () => ok(1))).toEqual(ok(1));
});

test('[HUB-10] enrolling rests after the last wrong code of an address, and of all together; right ones do not count', async () => {
  const clock = turnedClock(START);
  const throttle = new EnrolmentThrottle(clock);
  const wrong = (address: string) => throttle.guard(address, async () => refuse('CODE_INVALID', 'x'));
  const right = (address: string) => throttle.guard(address, async () => ok('in'));
  for (let n = 1; n < LIMITS.wrongHubCodesPerAddress; n += 1) await wrong('10.0.0.1');
  for (let n = 0; n < LIMITS.wrongHubCodesPerAddress; n += 1) expect((await right('10.0.0.1')).ok).toBe(true);
  await wrong('10.0.0.1');
  expect(await right('10.0.0.1')).toMatchObject({
    ok: false,
    error: { code: 'RATE_LIMITED', retryAfterSeconds: 3600 },
  });
  for (let n = LIMITS.wrongHubCodesPerAddress; n < LIMITS.wrongHubCodesOverAll - 1; n += 1) await wrong(`10.0.1.${n}`);
  expect((await right('10.0.0.2')).ok).toBe(true);
  await wrong('10.0.0.3');
  expect((await right('10.0.0.2')).ok).toBe(false);
  clock.turn(LIMITS.wrongHubCodeSeconds * 1000);
  expect((await right('10.0.0.1')).ok).toBe(true);
});
