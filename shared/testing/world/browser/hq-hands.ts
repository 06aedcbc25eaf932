import type { Locator, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../start-world.ts';
import { typeInto } from './hands.ts';

/** What hands do at HQ's console, by its French words. */

export async function signInAtHq(page: Page, url: string, username = 'admin'): Promise<void> {
  await page.goto(url);
  await typeInto(page.getByLabel('Nom d’utilisateur'), username);
  await typeInto(page.getByLabel('Mot de passe', { exact: true }), DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

/** As a link of the console leads there: without loading it anew. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => history.pushState(null, '', to), path);

/** Chooses in a field with suggestions: some letters, then the suggestion, by the arrow and Enter. */
export async function choose(field: Locator, letters: string, option: string | RegExp): Promise<void> {
  const page = field.page();
  await typeInto(field, letters);
  await page.getByRole('option', { name: option }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** Chooses in a field whose options are few, by its arrow keys. */
export async function pick(field: Locator, option: string | RegExp): Promise<void> {
  const page = field.page();
  await field.click();
  await page.getByRole('option', { name: option }).first().click();
}

/** As people write a day. */
export async function typeDay(field: Locator, day: string): Promise<void> {
  const [year, month, date] = day.split('-') as [string, string, string];
  await typeInto(field, `${date}/${month}/${year}`);
  await field.press('Tab');
}

export const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });
export const rowOf = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text });
