import type { Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameOf, photo } from '../../conformance/blob-suite.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { signInOnPhone } from './phone-screens.ts';

let database: TestDatabase;
let world: World;
let browser: Browser;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

/** Asks the app's worker as its page does, and waits for the answer. */
const ask = (worker: Worker, method: string, args: unknown[]): Promise<unknown> =>
  worker.evaluate(
    ({ method, args }) =>
      new Promise((resolve, reject) => {
        const scope = self as unknown as { postMessage: (message: Record<string, unknown>) => void } & EventTarget;
        const told = scope.postMessage;
        const id = `test-${method}`;
        scope.postMessage = (message) => {
          if (message.id !== id) return told.call(scope, message);
          scope.postMessage = told;
          if (message.kind === 'answer') resolve(message.value);
          else reject(new Error(String(message.detail)));
        };
        // Bytes come over as a list of numbers.
        const given = args.map((arg) => (Array.isArray(arg) ? new Uint8Array(arg) : arg));
        scope.dispatchEvent(new MessageEvent('message', { data: { id, method, args: given } }));
      }),
    { method, args },
  );

test('[BLOB-11] [LESSON-13] in a real browser a photo is kept with the data and reaches HQ by way of the hub', async () => {
  await signInOnPhone(browser.page, world.hubUrl, 'driver1.alger');
  const [worker] = browser.page.workers();
  if (!worker) throw new Error('the app has no worker');
  const bytes = photo(600_000);
  const sha256 = nameOf(bytes);
  world.wan.cut();
  expect(await ask(worker, 'keepBlob', [[...bytes], 'image/jpeg'])).toEqual({ kind: 'kept', sha256 });
  const details = { reason: 'ABSENT', photo_blobs: [sha256] };
  await ask(worker, 'failDelivery', [{ event_id: testIds.uuid(), delivery_id: testIds.uuid(), details }]);
  expect(await ask(worker, 'unsentBlobs', [])).toEqual({ count: 1, bytes: bytes.length, refused: 0 });
  world.wan.reconnect();
  await eventually(
    () => ask(worker, 'unsentBlobs', []) as Promise<{ count: number }>,
    ({ count }) => count === 0,
    'the phone knows that HQ has its photo',
  );
  const { authorization } = await signIn(world.serverUrl, 'admin');
  expect((await call(world.serverUrl, 'GET', `/api/sync/blobs/${sha256}`, { authorization })).status).toBe(200);
});
