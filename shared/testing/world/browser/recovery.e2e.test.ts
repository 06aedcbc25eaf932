import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { DEMO_PASSWORD, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { inArabicDigits, typeInto } from './hands.ts';

/** A driver who forgot the password, and has three phones already, works again: by way of the hub, in real browsers. */
let database: TestDatabase;
let world: World;
let hq: Browser;
let phone: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  hq = await openBrowser({ width: 1280, height: 800 });
  phone = await openBrowser({ width: 390, height: 844 });
});
afterAll(async () => {
  await phone?.close();
  await hq?.close();
  await world?.close();
  await database?.drop();
});

test('[AUTH-40] [AUTH-43] [NUM-4] a clerk’s code and one phone fewer let a driver in again', async () => {
  const phones = [];
  for (let n = 0; n < 3; n += 1) phones.push(await signIn(world.serverUrl, 'driver2.alger'));

  const { page: desk } = hq;
  await desk.goto(`${world.serverUrl}/users?q=driver2`);
  await typeInto(desk.getByLabel('Nom d’utilisateur'), 'clerk.alger');
  await typeInto(desk.getByLabel('Mot de passe'), DEMO_PASSWORD);
  await desk.getByRole('button', { name: 'Se connecter' }).click();
  await desk.getByRole('button', { name: /^Créer un code pour/ }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Créer un code' }).click();
  const code = await desk.getByRole('dialog').locator('output').innerText();
  await desk.getByRole('dialog').getByRole('button', { name: 'Fermer' }).last().click();
  await desk.getByRole('button', { name: /^Créer un code pour/ }).click();
  await desk.getByRole('dialog').getByRole('radio', { name: 'Remplacer un téléphone' }).check();
  await desk.getByRole('dialog').getByRole('button', { name: 'Créer un code' }).click();
  const deviceCode = await desk.getByRole('dialog').locator('output').innerText();

  const { page } = phone;
  await page.goto(world.hubUrl);
  await page.getByRole('button', { name: 'Mot de passe ou code PIN oublié ?' }).click();
  await typeInto(page.getByLabel('Nom d’utilisateur'), 'driver2.alger');
  await typeInto(page.getByLabel('Code reçu'), code.toLowerCase());
  await typeInto(page.getByLabel('Nouveau mot de passe'), 'un tout autre mot');
  await page.getByRole('button', { name: 'Changer et se connecter' }).click();

  await page.getByRole('heading', { name: 'Vous avez déjà trois appareils' }).waitFor();
  await page.getByRole('radio').first().click();
  await typeInto(page.getByLabel('Code reçu'), 'WRNG-WRNG');
  await page.getByRole('button', { name: 'L’abandonner et se connecter ici' }).click();
  await page.getByText('Ce code n’est pas bon, ou il est trop vieux.').waitFor();
  // What was chosen and typed is still there.
  expect(await page.getByRole('radio').first().isChecked()).toBe(true);
  expect(await page.getByLabel('Code reçu').inputValue()).toBe('WRNG-WRNG');
  await typeInto(page.getByLabel('Code reçu'), inArabicDigits(deviceCode.toLowerCase()));
  await page.getByRole('button', { name: 'L’abandonner et se connecter ici' }).click();
  await page.getByRole('heading', { name: /^Tournée/ }).waitFor();
  const { rows } = await world.database.query(
    `SELECT d.id FROM devices d JOIN users u ON u.id = d.user_id WHERE u.username = 'driver2.alger' AND NOT d.is_active`,
  );
  expect(rows).toEqual([{ id: phones[0]?.device.id }]);
});

test('[AUTH-60] a duplicated tab of HQ renews its session in turn with the first one, and nobody is signed out', async () => {
  const { page: first, context } = hq;
  // As duplicating does, the new tab begins with a copy of what the first one keeps.
  const [second] = await Promise.all([context.waitForEvent('page'), first.evaluate(() => window.open('/users'))]);
  // A page that is loaded has no access token, so that each time the session is renewed.
  for (const tab of [second, first, second, first]) {
    await tab.reload();
    await tab.getByRole('row').nth(1).waitFor();
  }
  await Promise.all([first.reload(), second.reload()]);
  for (const tab of [first, second]) await tab.getByRole('row').nth(1).waitFor();
});

test('[AUTH-61] an admin closes an account at HQ, is told first what that does, and opens it again', async () => {
  const page = await hq.context.newPage();
  await page.goto(`${world.serverUrl}/users?q=driver2.alger`);
  await typeInto(page.getByLabel('Nom d’utilisateur'), 'admin');
  await typeInto(page.getByLabel('Mot de passe'), DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  const isActive = async () =>
    (await world.database.query(`SELECT is_active FROM users WHERE username = 'driver2.alger'`)).rows[0].is_active;
  for (const [open, confirm, shown] of [
    [/^Fermer le compte de/, 'Fermer le compte', 'fermé'],
    [/^Rouvrir le compte de/, 'Rouvrir le compte', 'actif'],
  ] as const) {
    await page.getByRole('button', { name: open }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/se connecter/).waitFor();
    await dialog.getByRole('button', { name: confirm, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: shown, exact: true }).waitFor();
    expect(await isActive()).toBe(shown === 'actif');
  }
});
