import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ar } from '../../../../../desktop/renderer/texts/ar.ts';
import { fr } from '../../../../../desktop/renderer/texts/fr.ts';
import { sealTestFile } from '../../../../../server/src/testing/seal-test-file.ts';
import { createTestDatabase, type TestDatabase } from '../../../postgres.ts';
import { eventually, startWorld, type World } from '../../start-world.ts';
import { type Browser, openBrowser } from '../chromium.ts';
import { pressKeys } from '../hands.ts';
import { chooseLanguage, faultsOf } from './axe.ts';
import { makeTours } from './busy-tours.ts';
import { type BusyWorld, makeBusy } from './busy-world.ts';

/** Every page and dialog of the depot's screen: clean by axe, with a title of its own. */
let database: TestDatabase;
let world: World;
let busy: BusyWorld;
let seller: number;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  busy = await makeBusy(world);
  const { settled } = await makeTours(world);
  seller = settled.session.user.id;
  browser = await openBrowser({ width: 1280, height: 800 });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

/** As a link leads there, without loading the page anew; whatever dialog is open is gone with the page before. */
async function goTo(path: string): Promise<void> {
  for (const to of ['/nowhere', path]) await browser.page.evaluate((next) => history.pushState(null, '', next), to);
  await browser.page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

type Texts = typeof fr | typeof ar;

/** How each is come to, and what the document is called there. */
const PAGES: [string, (texts: Texts) => Promise<void>, (texts: Texts) => string][] = [
  ['the depot', () => shows('/', (texts) => texts.waiting.title), () => 'Dépôt d’Alger'],
  ['deliveries', () => shows('/deliveries', () => busy.pending.reference), (texts) => texts.deliveries.title],
  ['deliveries, filtered to nothing', async () => goTo('/deliveries?q=zzz'), (texts) => texts.deliveries.title],
  [
    'a delivery, opened',
    () => shows(`/deliveries/${busy.partial.id}`, (texts) => texts.delivery.records),
    (texts) => texts.deliveries.title,
  ],
  ['a note to print', async () => goTo(`/deliveries/${busy.pending.id}/print`), () => busy.pending.reference],
  ['a note that is not there', async () => goTo('/deliveries/x/print'), (texts) => texts.note.print],
  ['phones', () => shows('/phones', (texts) => texts.phoneList.clockGood), (texts) => texts.phoneList.title],
  ['a phone’s chain', chain, (texts) => texts.phoneList.title],
  ['tours', () => shows('/tours', (texts) => texts.tours.waitsTodo), (texts) => texts.tours.title],
  ['a load sheet', loadSheet, (texts) => texts.tours.loadOf.split(' {{')[0] as string],
  [
    'a settlement',
    () => shows(`/tours/${seller}/settlement`, (texts) => texts.tours.money),
    (texts) => texts.tours.settlementOf.split(' {{')[0] as string,
  ],
  ['the stock by lot', () => shows('/stock?by=lot', (texts) => texts.stock.expires), (texts) => texts.stock.title],
  ['the stock', () => shows('/stock', (texts) => texts.stock.lead), (texts) => texts.stock.title],
  ['the journal', () => shows('/more', (texts) => texts.more.actions.INVOICE_CREATED), (texts) => texts.more.title],
  ['what needs a hand', () => shows('/more/inbox', () => busy.delivered.reference), (texts) => texts.more.title],
  ['people and acts', () => shows('/more/desk', (texts) => texts.desk.nobody), (texts) => texts.more.title],
  ['seeing to an entry', seeTo, (texts) => texts.more.title],
  ['settings', () => shows('/more/settings', (texts) => texts.settings.backup), (texts) => texts.more.title],
  ['the network', () => shows('/more/network', (texts) => texts.network.again), (texts) => texts.more.title],
  ['about', () => shows('/more/about', (texts) => texts.more.backup), (texts) => texts.more.title],
  ['adding a phone', async () => goTo('/pairing'), (texts) => texts.pairing.title],
  ['the keys', async () => dialog('?'), () => 'Dépôt d’Alger'],
  ['the palette', async () => dialog('Control+k'), () => 'Dépôt d’Alger'],
  ['a page that is not there', async () => goTo('/nowhere'), (texts) => texts.notFound],
];

async function shows(path: string, text: (texts: typeof fr) => string): Promise<void> {
  await goTo(path);
  const language = await browser.page.locator('html').getAttribute('lang');
  await browser.page
    .getByText(text((language === 'ar' ? ar : fr) as typeof fr))
    .first()
    .waitFor();
}

async function loadSheet(texts: Texts): Promise<void> {
  await shows('/tours', (shown) => shown.tours.load);
  // By the keyboard: a mouse that stays there calls up what stands behind it on the pages that follow.
  await browser.page.getByRole('button', { name: texts.tours.load }).first().press('Enter');
  await browser.page.locator('.note-rows tbody tr').first().waitFor();
}

async function chain(texts: Texts): Promise<void> {
  await shows('/phones', (shown) => shown.phoneList.clockGood);
  await browser.page.getByRole('table').getByRole('button').first().press('Enter');
  await browser.page.getByRole('menuitem', { name: texts.phoneList.chain }).press('Enter');
  await browser.page.getByRole('dialog').getByText(texts.phoneList.chainWhole).waitFor();
}

async function seeTo(texts: Texts): Promise<void> {
  await shows('/more/inbox', () => busy.delivered.reference);
  await browser.page.getByText(texts.inbox.answer, { exact: true }).first().click();
  await browser.page.getByRole('dialog').getByText(texts.desk.username).waitFor();
}

async function dialog(key: string): Promise<void> {
  await goTo('/');
  await browser.page.keyboard.press(key);
  await browser.page.getByRole('dialog').first().waitFor();
}

describe.for([
  ['fr', fr],
  ['ar', ar],
] as const)('%s', ([language, texts]) => {
  beforeAll(async () => {
    const { page } = browser;
    await page.goto(world.desktopUrl);
    await chooseLanguage(page, language);
    await page.goto(world.desktopUrl);
    await page.getByText(texts.waiting.title).first().waitFor();
  });

  test.for(PAGES)('[SCREEN-1] [SCREEN-2] [SCREEN-3] the depot’s screen is clean: %s', async ([, open, title]) => {
    await open(texts);
    await browser.page.waitForFunction(
      (name) => document.title.startsWith(name) && document.title.endsWith(' · Manchengo'),
      title(texts),
    );
    expect(await faultsOf(browser.page, language)).toEqual([]);
  });
});

test('[SCREEN-5] the depot’s screen says how many phones and entries there are, where it shows fewer', async () => {
  const { page } = browser;
  await page.route('**/api/desktop/overview', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), phones_total: 41, attention_total: 63 } });
  });
  await chooseLanguage(page, 'fr');
  await page.goto(world.desktopUrl);
  await page.getByText(/sur 41\. Le siège les a tous/).waitFor();
  await page.getByText(/sur 63\. Le siège les a toutes/).waitFor();
  await page.keyboard.press('Control+k');
  await page
    .getByRole('dialog')
    .getByText(/^\d+ autres\. Tapez/)
    .waitFor();
  // A look that is under way when the page closes is nobody's.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('[DEPOT-16] a large screen is read from farther away, and nothing of it lies beyond its side', async () => {
  const { page } = browser;
  await page.goto(world.desktopUrl);
  await chooseLanguage(page, 'fr');
  const sizes = async () => {
    await goTo('/');
    return page.evaluate(() =>
      ['.wan-banner h2', 'main', '.frame-menu a'].map((selector) =>
        Number.parseFloat(getComputedStyle(document.querySelector(selector) as Element).fontSize),
      ),
    );
  };
  const [top = 0, text = 0, menu = 0] = await sizes();
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await sizes()).toEqual([top * 1.5, text * 1.25, menu * 1.25]);
  for (const path of ['/', '/deliveries', '/phones', '/tours', '/stock?by=lot', '/more/journal', '/more/settings']) {
    await goTo(path);
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond, path).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('[DEPOT-16] the palette leads to each part of the screen, and the arrows from phone to phone', async () => {
  const { page } = browser;
  await goTo('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await pressKeys(page, 'reglages');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.pathname === '/more/settings');
  await goTo('/phones');
  const acts = page.locator('[data-row]');
  await acts.first().focus();
  await page.keyboard.press('ArrowDown');
  expect(await acts.nth(1).evaluate((element) => element === document.activeElement)).toBe(true);
  for (const path of ['/more/journal', '/stock', '/stock?by=lot', '/tours']) {
    await goTo(path);
    const rows = page.locator('[data-row]');
    await rows.nth(1).waitFor();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(1).evaluate((element) => element === document.activeElement), path).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await rows.first().evaluate((element) => element === document.activeElement), path).toBe(true);
  }
});

test('[DEPOT-16] who closes a dialog has the keyboard where it was opened, at a menu’s button too', async () => {
  const { page } = browser;
  await page.goto(world.desktopUrl);
  await chooseLanguage(page, 'fr');
  await page.goto(world.desktopUrl);
  await page.getByText(fr.waiting.title).first().waitFor();
  const closes = async (opener: Locator) => {
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const isBack = () => opener.evaluate((element) => element === document.activeElement);
    await eventually(isBack, (back) => back, 'the keyboard is back');
  };
  for (const [path, opener] of [
    ['/deliveries', page.getByRole('link', { name: /^Ouvrir/ }).first()],
    ['/more/inbox', page.getByRole('button', { name: /^Traiter/ }).first()],
    ['/more/desk', page.getByRole('button', { name: fr.desk.add })],
    ['/more/settings', page.getByRole('button', { name: fr.settings.save })],
  ] as const) {
    await goTo(path);
    await opener.press('Enter');
    await closes(opener);
  }
  await goTo('/phones');
  const acts = page.locator('[data-row]').first();
  for (const act of [fr.phoneList.code, fr.phoneList.revoke, fr.phoneList.chain]) {
    await acts.press('Enter');
    await page.getByRole('menuitem', { name: act }).press('Enter');
    await closes(acts);
  }
});

/** What is pressed, but for links within a line and what stands in a larger field. */
const PRESSED = 'main button, main [role="tab"], header a, header button, main .mantine-SegmentedControl-label';

test('[DEPOT-16] whatever is pressed on the depot’s screen is as high as a hand needs', async () => {
  const { page } = browser;
  for (const path of [
    '/',
    '/deliveries',
    '/phones',
    '/tours',
    '/stock',
    '/more/journal',
    '/more/desk',
    '/more/settings',
    '/pairing',
  ]) {
    await goTo(path);
    await page.locator('main h2, main h3').first().waitFor();
    const low = await page.evaluate(
      (pressed) =>
        [...document.querySelectorAll(pressed)]
          .map((element) => ({
            name: element.textContent || element.ariaLabel,
            ...element.getBoundingClientRect().toJSON(),
          }))
          .filter(({ height, width }) => width > 0 && height < 44)
          .map(({ name, height }) => `${name} ${height}`),
      PRESSED,
    );
    expect(low, path).toEqual([]);
  }
});

test('[CLERK-1] [CLERK-2] [CLERK-5] a clerk signs in and sees to an entry, by the keyboard alone', async () => {
  const { page } = browser;
  await page.unrouteAll();
  await page.goto(world.desktopUrl);
  await chooseLanguage(page, 'fr');
  await goTo('/more/inbox');
  const see = page.getByRole('button', { name: /^Traiter : / });
  await see.first().waitFor();
  const before = await see.count();
  await see.first().focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nom d’utilisateur').focus();
  for (const typed of ['clerk.alger', 'manchengo-demo', '482913', '482913']) {
    await pressKeys(page, typed);
    await page.keyboard.press('Tab');
  }
  await dialog.getByRole('button', { name: 'Se connecter' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('Qu’en est-il ?').waitFor();
  await dialog.getByLabel('Code à six chiffres').focus();
  await pressKeys(page, '482914');
  await page.keyboard.press('Enter');
  await dialog.getByText('Ce code n’est pas le bon').waitFor();
  await pressKeys(page, '482913');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction((count) => document.querySelectorAll('main li button').length === count, before - 1);
  await goTo('/more/desk');
  await page.getByText('Fait :').first().waitFor();
});

test('[UNSENT-8] [UNSENT-9] a phone’s file is dragged to the journal or chosen there, and stands at HQ after one PIN', async () => {
  const { page } = browser;
  await goTo('/more/journal');
  const target = page.getByRole('group', { name: fr.queueFiles.title });
  await target.waitFor();
  const transfer = await page.evaluateHandle(() => {
    const dragged = new DataTransfer();
    dragged.items.add(new File(['name;price'], 'prices.csv'));
    return dragged;
  });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
  await page.getByRole('alert').getByText(fr.queueFiles.fault.NO_QUEUE_FILE).waitFor();
  const content = await sealTestFile('{"v":1,"events":[]}', world.server.deps.keys.jwks.keys);
  const file = { name: 'en-attente-2026-11-30.jwe', mimeType: 'application/jose', buffer: Buffer.from(content) };
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: fr.queueFiles.choose }).press('Enter');
  await (await choosing).setFiles(file);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code à six chiffres').waitFor();
  await pressKeys(page, '482913');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('row', { name: /en-attente-2026-11-30\.jwe/ })
    .getByText('Aucune saisie dedans')
    .waitFor();
  expect(await faultsOf(page, 'fr')).toEqual([]);
});
