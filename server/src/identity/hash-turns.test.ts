import { expect, test } from 'vitest';
import { ok } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { HashTurns } from './hash-turns.ts';

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
  const asked = Array.from({ length: LIMITS.passwordHashesAtOnce + LIMITS.passwordHashesWaiting }, work);
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
