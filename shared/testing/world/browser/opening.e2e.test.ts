import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { receivedBy } from './delivery-hands.ts';
import { typeInto } from './hands.ts';
import { type NodeToUpdate, openNodeToUpdate } from './newer-build.ts';
import { openNote, signInOnPhone } from './phone-screens.ts';
import { planNote } from './planned-note.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const ROUTES = [
  ...readFileSync(path.join(ROOT, 'mobile-pwa/start/app.tsx'), 'utf8').matchAll(/<Route path="([^"]+)"/g),
];
const SCREEN_FILES = readdirSync(path.join(ROOT, 'dist/mobile-pwa/assets')).filter((it) => /-screen-.+\.js$/.test(it));
const MISSING = 'Cette page n’a pas pu être chargée';

let database: TestDatabase;
let world: World;
let node: NodeToUpdate;
let wifi: Wan;
let phone: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  node = await openNodeToUpdate(world.hubUrl);
  wifi = await openWan(node.url);
  phone = await openBrowser({ width: 360, height: 740 });
  // Nothing is fetched before somebody wants it: every file has to come when its screen is opened.
  await phone.page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
});
afterAll(async () => {
  await phone?.close();
  await wifi?.close();
  await node?.close();
  await world?.close();
  await database?.drop();
});

/** Leads to an address within the app, as its links do, and waits until a screen stands there. */
async function go(page: Page, to: string): Promise<void> {
  await page.evaluate((address) => history.pushState(null, '', address), to);
  await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.shell-name'));
}

const loadedFiles = (page: Page): Promise<string[]> =>
  page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1) ?? ''));

test('[OPEN-2] right after its first visit every screen and every language opens without a network', async () => {
  const { page } = phone;
  await signInOnPhone(page, wifi.url, 'driver1.alger');
  await page.locator('.next-stop').waitFor();
  // No reload: the page that installed the service worker is served by it.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  wifi.cut();
  const before = await loadedFiles(page);
  const unread = SCREEN_FILES.filter((file) => !before.includes(file) && !/^lock-screen/.test(file));
  expect(unread.length).toBeGreaterThan(20);
  for (const [, route = ''] of ROUTES) {
    await go(page, route.replaceAll(':id', '1'));
    expect(await page.getByText(MISSING).count(), route).toBe(0);
  }
  const after = await loadedFiles(page);
  expect(unread.filter((file) => !after.includes(file))).toEqual([]);

  await go(page, '/');
  for (const [language, tour] of [
    ['العربية', 'جولة'],
    ['English', 'Tour'],
    ['Français', 'Tournée'],
  ] as const) {
    await page.getByRole('button', { name: /^(FR|AR|EN), / }).click();
    await page.getByRole('menuitem', { name: language }).click();
    await page.getByRole('heading', { level: 1, name: tour }).waitFor();
  }
  // A cold start on an address deep within it, in another language's page.
  await page.goto(`${wifi.url}/me/steps`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  wifi.reconnect();
});

/** Passes the next stops by, of which nothing leaves the phone. */
async function skipStops(page: Page, count: number): Promise<void> {
  await page.getByRole('link', { name: 'Tournée' }).click();
  for (let skipped = 1; skipped <= count; skipped += 1) {
    await page.locator('.next-stop').getByRole('button', { name: 'Passer…' }).click();
    await page.getByRole('dialog').getByRole('radio', { name: 'Route coupée' }).click();
    await page.locator('.settling').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Passer cet arrêt' }).click();
    await unsent(page, skipped).waitFor();
  }
}
const unsent = (page: Page, count: number) => page.getByRole('link', { name: new RegExp(`: ${count} à envoyer`) });

test('[OPEN-3] [OPEN-6] a newer app on the node changes nothing of the open one; a screen that cannot be had says so; the form and three entries that wait are as they were all along', async () => {
  const { page } = phone;
  const admin = await signIn(world.serverUrl, 'admin');
  const note = await planNote({ world, admin }, 'driver1.alger');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.goto(`${wifi.url}/deliveries/${note.id}`);
  await page.getByRole('heading', { name: note.reference }).waitFor();
  node.takeCalls(false);
  await skipStops(page, 3);
  await openNote(page, note.qr_payload);
  await typeInto(receivedBy(page), 'Samir');
  const isAsItWas = async () => {
    await page.getByRole('heading', { name: note.reference }).waitFor();
    await expect.poll(() => receivedBy(page).inputValue()).toBe('Samir');
    await unsent(page, 3).waitFor();
  };

  node.update();
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null);
  await isAsItWas();
  // Its files are gone from the node, and kept here.
  await go(page, '/stock');
  expect(await page.getByText(MISSING).count()).toBe(0);
  await page.goBack();
  await isAsItWas();

  // The browser has thrown one away.
  await page.evaluate(async () => {
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        if (/\/outbox-screen-/.test(url) && !url.includes('.newer.')) await (await caches.open(name)).delete(url);
  });
  await (await phone.context.newCDPSession(page)).send('Network.clearBrowserCache');
  await go(page, '/to-send');
  await page.getByRole('heading', { name: MISSING }).waitFor();
  await page.getByRole('button', { name: 'Retour' }).click();
  await isAsItWas();

  // It can be had again.
  node.takeBack();
  await go(page, '/to-send');
  await page.getByRole('heading', { name: MISSING }).waitFor();
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await page.getByRole('heading', { name: 'À envoyer' }).waitFor();
  await page.goBack();
  await isAsItWas();

  // The person says when the newer one takes over, and is told what waits.
  node.update();
  await page.getByRole('link', { name: 'Moi Une nouvelle version est prête' }).click();
  await page.getByText(/^Encore 3 à envoyer\s:/).waitFor();
  await page.getByRole('button', { name: 'Mettre à jour' }).click();
  await page.waitForFunction(() => [...document.scripts].some(({ src }) => src.endsWith('.newer.js')));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${wifi.url}/deliveries/${note.id}`);
  await isAsItWas();

  // Each of the three reaches HQ, once.
  node.takeCalls(true);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  const { rows } = await world.database.query(
    `SELECT count(*)::int AS events, count(DISTINCT entity_id)::int AS stops FROM events WHERE action = 'VISIT_SKIPPED' AND status = 'APPLIED'`,
  );
  expect(rows).toEqual([{ events: 3, stops: 3 }]);
});

test('[OPEN-4] the page paints its shape in the chosen direction before a program has run, and says where one does not come', async () => {
  const browser = await openBrowser({ width: 360, height: 740 });
  try {
    const { page } = browser;
    await page.addInitScript(() => localStorage.setItem('manchengo.language', 'ar'));
    let refuse = () => {};
    const refused = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    await page.route(/\/assets\/index-.*\.js$/, async (route) => {
      await refused;
      await route.abort();
    });
    await page.goto(world.hubUrl, { waitUntil: 'commit' });
    await page.getByText('Manchengo', { exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect((await page.locator('.shell-rows i').first().boundingBox())?.height).toBe(72);
    refuse();
    await page.getByRole('heading', { name: 'L’application n’a pas pu s’ouvrir' }).waitFor();
    expect(await page.getByText('Manchengo', { exact: true }).isVisible()).toBe(false);
  } finally {
    await browser.close();
  }
});
