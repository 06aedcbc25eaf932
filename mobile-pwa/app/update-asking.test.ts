import { expect, it } from 'vitest';
import { ASK_EVERY_MS, ASK_ON_RETURN_AFTER_MS, askForUpdates } from './update-asking.ts';

/** A page and a clock that the test owns. */
function ownPage() {
  let now = 1_000_000_000_000;
  let asked = 0;
  let wake = () => {};
  let sleepsUntil = Number.POSITIVE_INFINITY;
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const stop = askForUpdates({
    page: page as unknown as Document,
    // Nothing is in reach: the next time it is asked all the same.
    ask: async () => {
      asked += 1;
      throw new TypeError('Failed to update a ServiceWorker');
    },
    clock: {
      now: () => now,
      sleep(ms, signal) {
        sleepsUntil = now + ms;
        return new Promise((resolve) => {
          wake = resolve;
          signal?.addEventListener('abort', () => resolve());
        });
      },
    },
  });
  return {
    asked: () => asked,
    stop,
    async pass(ms: number) {
      now += ms;
      if (now >= sleepsUntil) wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
    turn(state: DocumentVisibilityState) {
      page.visibilityState = state;
      page.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

it('[OPEN-6] an app that is never opened anew asks for a newer one every hour, whatever the last answer was', async () => {
  const { asked, pass, stop } = ownPage();
  await pass(ASK_EVERY_MS - 1);
  expect(asked()).toBe(0);
  await pass(1);
  expect(asked()).toBe(1);
  await pass(ASK_EVERY_MS);
  expect(asked()).toBe(2);
  stop();
  await pass(ASK_EVERY_MS);
  expect(asked()).toBe(2);
});

it('[OPEN-6] it asks when somebody comes back to it, not at each glance, and never while nobody sees it', async () => {
  const { asked, pass, turn } = ownPage();
  turn('hidden');
  await pass(ASK_EVERY_MS);
  expect(asked()).toBe(0);
  turn('visible');
  expect(asked()).toBe(1);
  await pass(ASK_ON_RETURN_AFTER_MS - 1);
  turn('hidden');
  turn('visible');
  expect(asked()).toBe(1);
  await pass(1);
  turn('visible');
  expect(asked()).toBe(2);
  // The phone's clock is put back by a day.
  await pass(-24 * 3_600_000);
  turn('visible');
  expect(asked()).toBe(3);
});
