import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fr } from '../../../../../server/admin-console/texts/fr.ts';
import { createTestDatabase, type TestDatabase } from '../../../postgres.ts';
import { call, DEMO_PASSWORD, eventually, signIn, startWorld, type World } from '../../start-world.ts';
import { type Browser, openBrowser } from '../chromium.ts';
import { typeInto } from '../hands.ts';
import { faultsOf } from './axe.ts';
import { makeBusy } from './busy-world.ts';

/** Who may not all of HQ's console: what such a person sees leads nowhere that answers “not allowed”. */
const ACCOUNTANT = 'nadia.siege';
let database: TestDatabase;
let world: World;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  await makeBusy(world);
  const { authorization } = await signIn(world.serverUrl, 'admin');
  const person = { username: ACCOUNTANT, name: 'Nadia', role: 'accountant', password: DEMO_PASSWORD };
  await call(world.serverUrl, 'POST', '/api/admin/users', { authorization, body: person });
  browser = await openBrowser({ width: 1280, height: 800 });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

interface Visit {
  page: Page;
  /** The calls that were refused. */
  refused: string[];
  /** The calls that wait for their answer; the stream of changes never ends. */
  waiting: Set<Request>;
}

/** Signs in on a page of its own, which notes every call that is refused. */
async function enter(username: string): Promise<Visit> {
  const page = await browser.context.newPage();
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 403 || response.status() === 404) refused.push(`${response.status()} ${response.url()}`);
  });
  const waiting = new Set<Request>();
  page.on('request', (request) => !request.url().endsWith('/stream') && waiting.add(request));
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (request) => void waiting.delete(request));
  }
  await page.goto(world.serverUrl);
  await typeInto(page.getByLabel(fr.signIn.username), username);
  await typeInto(page.getByLabel(fr.signIn.password, { exact: true }), DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: fr.nav.signOut }).first().waitFor();
  return { page, refused, waiting };
}

test('[HQ-50] [SCREEN-1] whose work is on the phone is told at HQ’s console where the app is, sees no section, and asks for nothing', async () => {
  for (const username of ['driver1.alger', 'seller1.alger']) {
    const { page, refused } = await enter(username);
    await page.getByText(fr.noAccess).waitFor();
    await page.getByText(/l’adresse que montre l’écran du dépôt/).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.locator('a:not(.skip-link)').count()).toBe(0);
    expect(await faultsOf(page, 'fr')).toEqual([]);
    expect(refused).toEqual([]);
    await page.getByRole('main').getByRole('button', { name: fr.nav.signOut }).click();
    await page.getByLabel(fr.signIn.username).waitFor();
  }
});

test.each(['clerk.alger', ACCOUNTANT])(
  '[HQ-50] [CONSOLE-16] no link that %s sees leads to what is refused',
  async (username) => {
    const visit = await enter(username);
    const { page, refused } = visit;
    const sections = await hrefs(page, 'nav a');
    expect(sections.map((path) => new URL(path, world.serverUrl).pathname)).toContain('/deliveries');
    const seen = new Set<string>();
    for (const path of [...sections, '/attention?kind=held', '/attention?kind=alerts']) {
      await page.evaluate((to) => history.pushState(null, '', to), path);
      await settled(visit);
      const row = page.locator('.row-name').first();
      if ((await row.count()) > 0) {
        await row.click();
        await settled(visit);
      }
      for (const href of await hrefs(page, 'main a, [role=dialog] a')) seen.add(href);
    }
    expect(seen.size).toBeGreaterThan(2);
    for (const href of seen) {
      await page.evaluate((to) => history.pushState(null, '', to), href);
      await settled(visit);
    }
    expect(refused).toEqual([]);
  },
);

const hrefs = (page: Page, links: string): Promise<string[]> =>
  page.evaluate(
    (selector) => [...document.querySelectorAll(selector)].map((link) => link.getAttribute('href') ?? ''),
    links,
  );

/** Nothing is asked any more, and nothing is on its way. */
async function settled({ page, waiting }: Visit): Promise<void> {
  await eventually(
    async () => waiting.size,
    (count) => count === 0,
    'every call is answered',
  );
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}
