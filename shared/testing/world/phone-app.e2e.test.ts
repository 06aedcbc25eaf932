import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { signInOnPhone } from './phone-screens.ts';
import { startWorld, type World } from './start-world.ts';
import { openWan, type Wan } from './wan.ts';

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

/** `kill -9`, as a phone's battery does it. Chromium writes its process id into the name of its lock. */
async function killBrowser({ profile, context }: Browser): Promise<void> {
  const isClosed = context.waitForEvent('close');
  const lock = await readlink(join(profile, 'SingletonLock'));
  process.kill(Number(lock.split('-').at(-1)), 'SIGKILL');
  await isClosed;
}

test('[PHONE-17] [PHONE-18] [LESSON-3] [LESSON-5] a killed app opens without a network with what it had recorded, in one tab at a time', async () => {
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
  await before.page.getByRole('heading', { name: 'Enregistré' }).waitFor();
  await killBrowser(before);

  const after = await openBrowser({ profile: before.profile });
  browsers.push(after);
  await after.page.goto(`${wifi.url}/to-send`);
  await after.page.getByText('Livraison impossible').waitFor();
  await after.page.getByRole('link', { name: '1 à envoyer' }).waitFor();

  const second = await after.context.newPage();
  await second.goto(wifi.url);
  await second.getByText('Manchengo est ouvert dans un autre onglet').waitFor();
  expect(await second.getByRole('button', { name: 'Scanner' }).count()).toBe(0);
  await after.page.close();
  await second.getByRole('button', { name: 'Scanner' }).waitFor();
  await second.getByText('réessayer').waitFor();

  wifi.mend();
  await second.getByRole('link', { name: /: Tout est au siège$/ }).waitFor({ timeout: 60_000 });
});
