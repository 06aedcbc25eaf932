import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ar } from '../../../../mobile-pwa/app/texts/ar.ts';
import { fr } from '../../../../mobile-pwa/app/texts/fr.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type Browser, openBrowser } from '../chromium.ts';
import { signInHere } from '../phone-screens.ts';
import { startWorld, type World } from '../start-world.ts';
import { chooseLanguage, faultsOf } from './axe.ts';
import { type BusyWorld, makeBusy } from './busy-world.ts';

/** Every page and dialog of the phone: clean by axe, on one phone that is signed in once. */
let database: TestDatabase;
let world: World;
let busy: BusyWorld;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  busy = await makeBusy(world);
  browser = await openBrowser({ width: 360, height: 740 });
  browser.page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

type Words = Pick<typeof fr, 'signIn' | 'forgotten' | 'scan' | 'delivery' | 'sell' | 'me' | 'doctor' | 'addDepot'>;
type Page = [name: string, open: (words: Words) => Promise<void>];

/** As a link leads there; whatever question is open is gone with the screen before. */
async function goTo(path: string): Promise<void> {
  for (const to of ['/nowhere', path]) await browser.page.evaluate((next) => history.pushState(null, '', next), to);
  await browser.page.getByRole('heading', { level: 1 }).waitFor();
  await browser.page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

const press = (name: string) => browser.page.getByRole('button', { name, exact: true }).click();

async function openForm({ scan, delivery }: Words): Promise<void> {
  await goTo('/scan');
  await press(scan.type);
  await browser.page.getByLabel(scan.typed).click();
  // What nobody types by hand is pasted.
  await browser.page.keyboard.insertText(busy.pending.qr_payload);
  await press(scan.check);
  await browser.page.getByRole('button', { name: delivery.confirm }).waitFor();
}

const PAGES: Page[] = [
  ['the tour', () => goTo('/')],
  ['the scanner', () => goTo('/scan')],
  ['a stop before its code is scanned', () => goTo(`/deliveries/${busy.pending.id}`)],
  ['a stop’s form', openForm],
  [
    'the question why a delivery is impossible',
    async (words) => {
      await openForm(words);
      await press(words.delivery.impossible);
      await browser.page.getByRole('dialog').waitFor();
    },
  ],
  ['a stop that is done', () => goTo(`/deliveries/${busy.partial.id}`)],
  ['the invoices', () => goTo('/sell')],
  [
    'a new invoice',
    async ({ sell }) => {
      await goTo('/sell');
      await press(sell.new);
      await browser.page.getByText(sell.client, { exact: true }).first().waitFor();
    },
  ],
  ['the stock', () => goTo('/stock')],
  ['what is to send', () => goTo('/to-send')],
  ['me', () => goTo('/me')],
  [
    'the question before a sign-out',
    async ({ me }) => {
      await goTo('/me');
      await press(me.signOut);
      await browser.page.getByRole('dialog').waitFor();
    },
  ],
  ['adding a depot', () => goTo('/me/add-depot')],
  ['looking into the connection', () => goTo('/me/connection')],
  ['choosing a PIN', () => goTo('/me/pin')],
  ['a page that is not there', () => goTo('/nowhere')],
];

const OUTSIDE: Page[] = [
  ['sign-in', async () => {}],
  ['a forgotten password', async ({ forgotten }) => press(forgotten.open)],
];

const LANGUAGES = [
  ['fr', fr],
  ['ar', ar],
] as const;

async function startIn(language: 'fr' | 'ar'): Promise<void> {
  const { page } = browser;
  await page.goto(world.hubUrl);
  await chooseLanguage(page, language);
  await page.reload();
  await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
  await page.getByRole('heading', { level: 1 }).waitFor();
}

describe.for(LANGUAGES)('before somebody has signed in, %s', ([language, words]) => {
  beforeAll(() => startIn(language));

  test.for(OUTSIDE)('[SCREEN-1] [SCREEN-3] the phone is clean: %s', async ([, open]) => {
    await open(words);
    expect(await faultsOf(browser.page, language)).toEqual([]);
  });
});

describe.for(LANGUAGES)('signed in, %s', ([language, words]) => {
  beforeAll(async () => {
    if (language === 'fr') {
      await startIn('fr');
      await signInHere(browser.page, 'driver1.alger');
    } else await startIn(language);
    await browser.page.locator('.next-stop').waitFor();
  });

  test.for(PAGES)('[SCREEN-1] [SCREEN-3] the phone is clean: %s', async ([, open]) => {
    await open(words);
    expect(await faultsOf(browser.page, language)).toEqual([]);
  });
});
