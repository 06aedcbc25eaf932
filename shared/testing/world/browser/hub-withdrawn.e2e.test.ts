import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { dialog, goTo, rowOf, signInAtHq } from './hq-hands.ts';

let database: TestDatabase;
let world: World;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

test('[CONSOLE-31] [HUB-36] an admin withdraws a depot’s computer behind a question that says what follows, and its own screen says so', async () => {
  const { page } = browser;
  await signInAtHq(page, world.serverUrl);
  await goTo(page, '/hubs');
  const row = rowOf(page, world.hub.identity.name);
  await row.getByRole('button', { name: 'Retirer…' }).focus();
  await page.keyboard.press('Enter');
  const asked = dialog(page, 'Retirer ce poste de dépôt ?');
  await asked.getByText('Les téléphones de ce dépôt continuent', { exact: false }).waitFor();
  await asked.getByText('Son certificat n’est plus renouvelé', { exact: false }).waitFor();
  await typeInto(asked.getByLabel('Motif'), 'PC volé');
  await page.keyboard.press('Enter');
  await asked.waitFor({ state: 'detached' });
  await row.getByText(/^retiré le /).waitFor();
  await row.getByText('PC volé').waitFor();
  expect(await row.getByRole('button').count()).toBe(0);

  const depot = await browser.context.newPage();
  await depot.goto(world.desktopUrl);
  world.hub.uplink.kick();
  await depot.getByText('Le siège a retiré ce poste').waitFor();
  await depot.getByText('ce PC a besoin d’un nouveau code du siège', { exact: false }).waitFor();
  await depot.close();
});
