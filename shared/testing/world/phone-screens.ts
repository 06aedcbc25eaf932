import type { Page } from 'playwright-core';
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
