import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { DEMO_PASSWORD, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { signInOnPhone } from './phone-screens.ts';

let database: TestDatabase;
let world: World;
const browsers: Browser[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await world?.close();
  await database?.drop();
});

/** A page that notes whatever its policy stops, in the page itself and as the browser says it in its console. */
async function openWatched(width: number): Promise<{ page: Page; stopped: () => Promise<string[]> }> {
  const browser = await openBrowser({ width });
  browsers.push(browser);
  const { page } = browser;
  const said: string[] = [];
  page.on('console', (message) => {
    if (/security.policy|permissions.policy|unrecognized feature/i.test(message.text())) said.push(message.text());
  });
  await page.addInitScript(() => {
    const stopped: string[] = [];
    Object.assign(window, { stopped });
    addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI } = event as Event & { violatedDirective: string; blockedURI: string };
      stopped.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  const stopped = async () => [
    ...said,
    ...(await page.evaluate(() => (window as unknown as { stopped: string[] }).stopped)),
  ];
  return { page, stopped };
}

/** What an attacker would try who had got a piece of markup into the page. */
async function inject(page: Page): Promise<void> {
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.owned = true';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.owned = true">');
  });
  await page.waitForFunction(() => (window as unknown as { stopped: string[] }).stopped.length >= 2);
  expect(await page.evaluate(() => 'owned' in window)).toBe(false);
}

test('[HARD-3] the phone app runs under its policy without a violation, and what is injected does not run', async () => {
  const { page, stopped } = await openWatched(390);
  await signInOnPhone(page, world.hubUrl, 'driver1.alger');
  await page.locator('.next-stop').waitFor();
  expect(await stopped()).toEqual([]);
  await inject(page);
});

test('[HARD-3] the depot screen runs under its policy without a violation, and what is injected does not run', async () => {
  const { page, stopped } = await openWatched(1280);
  await page.goto(world.desktopUrl);
  await page.getByText('Alger').first().waitFor();
  // Never quiet: the window keeps its stream open.
  await page.waitForLoadState('load');
  expect(await stopped()).toEqual([]);
  await inject(page);
});

test('[HARD-3] HQ’s console runs under its policy without a violation, and what is injected does not run', async () => {
  const { page, stopped } = await openWatched(1280);
  await page.goto(world.serverUrl);
  await typeInto(page.locator('input').first(), 'admin');
  await typeInto(page.locator('input[type=password]'), DEMO_PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.locator('table').first().waitFor();
  expect(await stopped()).toEqual([]);
  await inject(page);
});
