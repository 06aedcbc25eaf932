import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { goTo, rowOf, signInAtHq } from './hq-hands.ts';

/** HQ's lists as long as after years: so many deliveries of one client, and one of another behind all of them. */
const MANY = 10_200;
const FIRST_ROWS = 50;
/** More rows than stand in a table at once. */
const DRAWN_AT_MOST = 120;

const named = (n: number): string => `X-${String(n).padStart(5, '0')}`;

let database: TestDatabase;
let world: World;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  await world.database.query(
    `WITH sample AS (SELECT depot_id, driver_user_id, client_id FROM deliveries ORDER BY reference LIMIT 1),
     old AS (
       INSERT INTO clients (id, name, updated_at) SELECT gen_random_uuid(), 'Supérette Essalam', now() RETURNING id)
     INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, total_ht, total_tva,
       total_ttc, qr_payload)
     SELECT gen_random_uuid(), 'X-' || lpad(n::text, 5, '0'), depot_id, driver_user_id,
       CASE WHEN n = 0 THEN (SELECT id FROM old) ELSE client_id END,
       CASE WHEN n = 0 THEN date '2020-01-01' ELSE date '2031-01-01' + n END, 'PENDING', '[]', n, 0, n, ''
     FROM sample, generate_series(0, $1) AS n`,
    [MANY],
  );
  browser = await openBrowser({ width: 1280, height: 800 });
  await signInAtHq(browser.page, world.serverUrl);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

test('[CONSOLE-32] what lies far back is looked for as far as the person wants, and nobody is told that there is nothing before', async () => {
  const { page } = browser;
  await goTo(page, '/deliveries');
  await typeInto(page.getByLabel('Chercher'), 'essalam');
  await page.getByText('Rien parmi les lignes les plus récentes').waitFor();
  expect(await page.getByText('Rien ne correspond').count()).toBe(0);
  let steps = 0;
  for (; (await rowOf(page, 'Supérette Essalam').count()) === 0; steps += 1) {
    const asked = page.waitForResponse((answer) => answer.url().includes('cursor='));
    await page.getByRole('button', { name: 'Chercher plus loin' }).click();
    await asked;
    await page.locator('[data-loading]').waitFor({ state: 'detached' });
  }
  expect(steps).toBe(Math.floor(MANY / LIMITS.adminSearch));
});

test('[CONSOLE-33] of ten thousand rows those in sight are drawn, the arrows lead through them, and a head sorts them all', async () => {
  const { page } = browser;
  await goTo(page, '/deliveries?sort=-planned_for');
  await rowOf(page, named(MANY)).waitFor();
  let shown = FIRST_ROWS;
  for (; shown + LIMITS.adminPage <= MANY; shown += LIMITS.adminPage) {
    await page.getByRole('button', { name: 'Afficher la suite' }).click();
    await page.locator(`table[aria-rowcount="${shown + LIMITS.adminPage + 1}"]`).waitFor();
  }
  expect(shown).toBeGreaterThan(10_000);
  expect(await page.locator('tbody tr').count()).toBeLessThan(DRAWN_AT_MOST);

  await page.evaluate(() => window.scrollTo(0, 0));
  const first = page.getByRole('button', { name: named(MANY) });
  await first.focus();
  const isFocused = (name: string) => document.activeElement?.textContent === name;
  for (let n = 1; n <= DRAWN_AT_MOST; n += 1) {
    await page.keyboard.press('ArrowDown', { delay: 20 });
    await page.waitForFunction(isFocused, named(MANY - n));
  }
  const reached = named(MANY - DRAWN_AT_MOST);
  expect(await rowOf(page, reached).isVisible()).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(isFocused, reached);

  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await rowOf(page, named(MANY - shown + 1)).waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  // From the latest first by no order of one's own to the earliest first.
  const head = page.getByRole('columnheader', { name: 'Prévue le' });
  for (const order of ['none', 'ascending']) {
    await head.getByRole('button').click();
    await page.locator(`th[aria-sort="${order}"]`, { hasText: 'Prévue le' }).waitFor();
  }
  await expect.poll(() => page.locator('.row-name').first().innerText()).toBe(named(0));
});
