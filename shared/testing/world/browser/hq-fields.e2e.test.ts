import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { pressKeys, typeInto } from './hands.ts';
import { dialog, goTo, signInAtHq } from './hq-hands.ts';

/** HQ's fields in a real browser, typed key by key. */
let database: TestDatabase;
let world: World;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
  await signInAtHq(browser.page, world.serverUrl);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
  (await world.database.query<T>(sql, values)).rows[0] as T;

test('[FORM-11] what a browser says beside an empty field is in the language of the page', async () => {
  const page = await browser.page.context().newPage();
  await page.addInitScript(() => localStorage.setItem('manchengo.language', 'ar'));
  await page.goto(world.serverUrl);
  const name = page.locator('input[name=username]');
  await name.waitFor();
  // The cursor stands there already.
  await page.keyboard.press('Enter');
  const told = () => name.evaluate((field: HTMLInputElement) => field.validationMessage);
  expect(await told()).toBe('املأ هذه الخانة.');
  await pressKeys(page, 'admin');
  expect(await told()).toBe('');
  await page.evaluate(() => localStorage.removeItem('manchengo.language'));
  await page.close();
});

test('[DAY-1] a day is typed as people write it; one that the calendar does not have counts for nothing', async () => {
  const { page } = browser;
  await goTo(page, '/deliveries');
  const { day } = await one<{ day: string }>('SELECT max(planned_for) AS day FROM deliveries');
  const [year, month, date] = day.split('-');
  const field = page.getByLabel('Prévue le');
  const asked = () => new URL(page.url()).searchParams.get('planned_for');
  await typeInto(field, `31/02/${year}`);
  await page.keyboard.press('Tab');
  await expect.poll(() => field.inputValue()).toBe('');
  expect(asked()).toBeNull();
  await typeInto(field, `${Number(date)}/${month}/${year}`);
  await page.keyboard.press('Tab');
  await expect.poll(() => field.inputValue()).toBe(`${date}/${month}/${year}`);
  expect(asked()).toBe(day);
  await page.getByRole('button', { name: 'Effacer le jour' }).click();
  await expect.poll(asked).toBeNull();

  // Escape shuts the calendar, and not the form that it stands in.
  await page.getByRole('button', { name: 'Prévoir une livraison' }).click();
  const form = dialog(page, 'Prévoir une livraison');
  await form.getByLabel('Prévue le').click();
  const calendar = page.getByRole('button', { name: 'Mois suivant' });
  await calendar.waitFor();
  await page.keyboard.press('Escape');
  await calendar.waitFor({ state: 'detached' });
  await form.getByRole('button', { name: 'Prévoir une livraison' }).click({ trial: true });
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
});

test('[DAY-2] a calendar lies over no field that nobody has chosen: it opens by a click or the arrow, and a day closes it', async () => {
  const { page } = browser;
  await goTo(page, '/stamp-rules?do=new');
  const form = dialog(page, 'Ajouter une règle');
  const field = form.getByLabel('À partir du');
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  const calendar = page.getByRole('button', { name: 'Mois suivant' });
  await pressKeys(page, '31/12/2026');
  await form.getByLabel('Lecture').waitFor();
  expect(await calendar.count(), 'while it is typed').toBe(0);
  await page.keyboard.press('ArrowDown');
  await calendar.waitFor();
  await page.getByRole('button', { name: /^15 décembre/ }).click();
  await calendar.waitFor({ state: 'detached' });
  expect(await field.inputValue()).toBe('15/12/2026');
  await field.click();
  await calendar.waitFor();
  await page.keyboard.press('Tab');
  await calendar.waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
});
