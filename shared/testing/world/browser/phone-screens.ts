import type { Locator, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../start-world.ts';
import { typeInto } from './hands.ts';

/** Opens the phone app and signs a demo user in, as a person would. */
export async function signInOnPhone(page: Page, url: string, username: string): Promise<void> {
  await page.goto(url);
  await signInHere(page, username);
}

/** The same on a page that shows the sign-in already. */
export async function signInHere(page: Page, username: string): Promise<void> {
  await typeInto(page.getByLabel('Nom d’utilisateur'), username);
  await typeInto(page.getByLabel('Mot de passe'), DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  // A seller with nothing to deliver begins where one sells.
  await page.getByRole('heading', { name: /^(Tournée|Vendre)/ }).waitFor();
}

/** Opens a note by its code, typed where there is no camera. */
export async function openNote(page: Page, code: string): Promise<void> {
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.getByRole('button', { name: 'Scanner' }).click();
  await page.getByRole('button', { name: 'Saisir le code à la main' }).click();
  // The cursor stands there already. What nobody types by hand is pasted.
  await page.getByLabel('Code du bon (demandez-le au dépôt)').waitFor();
  await page.keyboard.insertText(code);
  await page.getByRole('button', { name: 'Vérifier le code' }).click();
}

/** Opens what was delivered of each line; a full delivery needs none of it. */
export async function openLines(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Tout est livré/ }).click();
  await page
    .getByRole('textbox', { name: /^Quantité/ })
    .first()
    .waitFor();
}

/** Spaces in amounts are narrow ones that must not break. */
export const plain = (text: string | null): string => (text ?? '').replace(/[\u202F\u00A0]/g, ' ').trim();
export const shown = async (field: Locator) => plain(await field.inputValue());
