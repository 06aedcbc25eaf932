import type { Locator, Page } from 'playwright-core';
import { DEMO_PASSWORD } from './start-world.ts';

/** Opens the phone app and signs a demo user in, as a person would. */
export async function signInOnPhone(page: Page, url: string, username: string): Promise<void> {
  await page.goto(url);
  await signInHere(page, username);
}

/** The same on a page that shows the sign-in already. */
export async function signInHere(page: Page, username: string): Promise<void> {
  await page.getByLabel('Nom d’utilisateur').fill(username);
  await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { name: /^Tournée/ }).waitFor();
}

/** As a hand types: into what has the focus, key by key. */
export async function pressKeys(page: Page, keys: string): Promise<void> {
  await page.keyboard.type(keys, { delay: 20 });
}

/** As a hand taps twice: at one place, however the page has changed in between. */
export async function tapTwice(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('there is nothing to tap');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x, y);
  await page.waitForTimeout(SECOND_TAP_MS);
  await page.mouse.click(x, y);
}
const SECOND_TAP_MS = 350;

/** Opens a note by its code, typed where there is no camera. */
export async function openNote(page: Page, code: string): Promise<void> {
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.getByRole('button', { name: 'Scanner' }).click();
  await page.getByRole('button', { name: 'Saisir le code à la main' }).click();
  await page.getByLabel('Code du bon (demandez-le au dépôt)').click();
  // What nobody types by hand is pasted.
  await page.keyboard.insertText(code);
  await page.getByRole('button', { name: 'Vérifier le code' }).click();
}
