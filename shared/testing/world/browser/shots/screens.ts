import type { Page } from 'playwright-core';

/** Where each of the phone's main screens is, and what is there once it has its data. */
export interface ShotScreen {
  name: string;
  path: (stop: string) => string;
  ready: string;
}

export const SCREENS: readonly ShotScreen[] = [
  { name: 'tour', path: () => '/', ready: '.next-stop' },
  { name: 'stop', path: (stop) => `/deliveries/${stop}`, ready: '.delivery-head' },
  { name: 'scan', path: () => '/scan', ready: 'button' },
  { name: 'sell', path: () => '/sell', ready: 'h1' },
  { name: 'stock', path: () => '/stock', ready: 'h1' },
  { name: 'to-send', path: () => '/to-send', ready: 'h1' },
  { name: 'route', path: () => '/route', ready: 'ol' },
  { name: 'days', path: () => '/days', ready: 'h1' },
  { name: 'me', path: () => '/me', ready: 'h1' },
  { name: 'steps', path: () => '/me/steps', ready: 'h1' },
  { name: 'connection', path: () => '/me/connection', ready: 'h1' },
];

export async function openScreen(page: Page, origin: string, screen: ShotScreen, stop: string): Promise<void> {
  await page.goto(`${origin}${screen.path(stop)}`);
  await page.locator(screen.ready).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}
