import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { takePlaces } from '../phone/first-load-places.ts';
import { call, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, killBrowser, openBrowser } from './chromium.ts';
import { signInOnPhone } from './phone-screens.ts';

let database: TestDatabase;
let world: World;
let wifi: Wan;
const browsers: Browser[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

test('[SEED-10.4] [PHONE-17] [PHONE-18] [UNSENT-1] [UNSENT-2] [UNSENT-5] [LESSON-3] [LESSON-5] a killed app opens without a network with what it had recorded, in one tab at a time', async () => {
  const before = await openBrowser();
  browsers.push(before);
  await signInOnPhone(before.page, wifi.url, 'driver2.alger');
  await before.page.locator('.next-stop').waitFor();
  await before.page.evaluate(() => navigator.serviceWorker.ready);
  wifi.cut();
  await before.page.locator('.next-stop').getByRole('link').first().click();
  await before.page.getByRole('button', { name: 'Livraison impossible…' }).click();
  await before.page.getByRole('radio', { name: 'Commerce fermé' }).click();
  await before.page.getByRole('button', { name: 'Enregistrer' }).click();
  await before.page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  await killBrowser(before);

  const after = await openBrowser({ profile: before.profile });
  browsers.push(after);
  await after.page.goto(`${wifi.url}/to-send`);
  await after.page.getByText('Livraison impossible').waitFor();
  const strip = after.page.getByRole('link', { name: '1 à envoyer' });
  await strip.waitFor();
  // Nobody has answered since it was opened: with whom there was contact was kept.
  expect(await strip.textContent()).toMatch(/la plus ancienne .* · dépôt ALG /);
  await after.page.getByText(/Aucun dépôt à portée\. (Prochain essai dans \d+ s|Essai en cours)\./).waitFor();
  // Nobody is in reach, and why can be asked here.
  await after.page.getByRole('button', { name: 'Savoir pourquoi' }).waitFor();

  // What waits can be carried to HQ as a file, and still waits.
  const saveButton = after.page.getByRole('button', { name: 'Enregistrer dans un fichier' });
  expect((await saveButton.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  const saved = after.page.waitForEvent('download');
  await saveButton.click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^en-attente-\d{4}-\d\d-\d\d\.jwe$/);
  await after.page.getByText('Fichier enregistré : remettez-le au dépôt ou au siège.').waitFor();
  const brought = await fetch(`${world.serverUrl}/api/admin/queue-files`, {
    method: 'POST',
    headers: {
      authorization: (await signIn(world.serverUrl, 'admin')).authorization,
      'content-type': 'application/jose',
    },
    body: await readFile(await download.path()),
  });
  expect(await brought.json()).toMatchObject({ known: 0, quarantined: 0, refused: 0 });
  await strip.waitFor();

  const second = await after.context.newPage();
  await second.goto(wifi.url);
  await second.getByText('Manchengo est ouvert dans un autre onglet').waitFor();
  expect(await second.getByRole('button', { name: 'Scanner' }).count()).toBe(0);
  await after.page.close();
  await second.getByRole('button', { name: 'Scanner' }).waitFor();
  await second.getByText('réessayer').waitFor();

  wifi.reconnect();
  await second.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
});

/** A depot whose scope does not fit on one page, at its hub too. */
async function fillDepot(): Promise<void> {
  const { authorization } = await signIn(world.serverUrl, 'admin');
  const { rows } = await world.database.query("SELECT id FROM depots WHERE code = 'ALG'");
  const shops = Array.from({ length: LIMITS.bootstrapPage }, (_, n) => `Shop ${n},${rows[0].id}`);
  const imported = await call(world.serverUrl, 'POST', '/api/admin/import/clients', {
    authorization,
    raw: ['name,depot_ids', ...shops].join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  expect(imported.status).toBe(201);
  const countAtHub = () =>
    world.hub.database.prepare("SELECT count(*) AS n FROM entities WHERE kind = 'clients'").get();
  await eventually(countAtHub, (found) => (found as { n: number }).n >= shops.length, 'the hub has the shops');
}

test('[PHONE-20] while the depot is busy a new phone says when its turn comes, then how far its tour has come', async () => {
  await fillDepot();
  const browser = await openBrowser();
  browsers.push(browser);
  const { page, context } = browser;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // What follows the first page is on its way until the screen was looked at.
  await context.route(/\/api\/sync\/bootstrap\?.*page=/, async (route) => {
    await held;
    await route.continue();
  });
  const places = await takePlaces(world.hubUrl, ['driver1.alger', 'seller1.alger']);
  await signInOnPhone(page, wifi.url, 'driver1.alger');
  await page.getByText('Le dépôt est occupé').waitFor();
  await page.getByText(/^Votre tour vient dans \d+ s\.$/).waitFor();
  await places.give();
  // The network has changed: it tries at once.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByText(/^Préparation de votre tournée… 500 \/ \d+$/).waitFor();
  const share = Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
  expect(share).toBeGreaterThan(50);
  expect(share).toBeLessThan(100);
  letGo();
  await page.locator('.next-stop').waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
});

test('[OLD-3] a browser in which the app cannot run says so, and which ones it runs in; nothing is started', async () => {
  const browser = await openBrowser();
  browsers.push(browser);
  const { page } = browser;
  // As in Chromium before 108.
  await page.addInitScript(() => {
    CSS.supports = () => false;
  });
  await page.goto(wifi.url);
  await page.getByRole('heading', { name: 'Ce navigateur est trop ancien' }).waitFor();
  await page.getByText('This browser is too old').waitFor();
  await page.getByText('Chrome 109, Safari 16.4, Firefox 114 ou plus récent').waitFor();
  expect(await page.getByLabel('Nom d’utilisateur').count()).toBe(0);
  expect(page.workers()).toEqual([]);
});

test('[SEED-10.5] [SEED-10.8] a hundred entries leave in one batch; said twice, and with the answer lost, they are a hundred at HQ', async () => {
  const browser = await openBrowser();
  browsers.push(browser);
  const { page, context } = browser;
  // Nobody taps a hundred times: the page's own calls, on the worker that the app has started.
  await context.addInitScript(() => {
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        Object.assign(window, { theWorker: this });
      }
    };
  });
  await signInOnPhone(page, wifi.url, 'driver2.alger');
  await page.locator('.next-stop').waitFor();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  wifi.cut();
  world.wan.cut();
  const entries = Array.from({ length: 100 }, () => ({ event_id: testIds.uuid(), delivery_id: testIds.uuid() }));
  // The whole hundred twice, as by a hand that doubts.
  await page.evaluate((all) => {
    const { theWorker } = window as unknown as { theWorker: Worker };
    for (const [n, entry] of [...all, ...all].entries()) {
      const args = [{ ...entry, details: { reason: 'CLOSED' } }];
      theWorker.postMessage({ id: -1 - n, method: 'failDelivery', args });
    }
  }, entries);
  await page.getByRole('link', { name: '100 à envoyer' }).waitFor();

  const pushed: number[] = [];
  await context.route('**/api/sync/push', async (route) => {
    const body = route.request().postDataBuffer() ?? Buffer.alloc(0);
    const text = body[0] === 0x1f ? gunzipSync(body).toString() : body.toString();
    pushed.push(JSON.parse(text).events.length);
    const answer = await route.fetch();
    // It is there by now, and the phone does not hear so.
    await (pushed.length === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer }));
  });
  world.wan.reconnect();
  wifi.reconnect();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  expect(pushed[0]).toBeGreaterThanOrEqual(100);
  const { rows } = await world.database.query(
    'SELECT count(*)::int AS n, count(DISTINCT entity_id)::int AS deliveries FROM events WHERE id = ANY ($1::uuid[])',
    [entries.map(({ event_id }) => event_id)],
  );
  expect(rows).toEqual([{ n: 100, deliveries: 100 }]);
});
