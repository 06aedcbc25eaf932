import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { ar } from '../../../../../mobile-pwa/app/texts/ar.ts';
import { fr } from '../../../../../mobile-pwa/app/texts/fr.ts';
import { wiped } from '../../../../../mobile-pwa/app/texts/wiped.ts';
import { createTestDatabase, type TestDatabase } from '../../../postgres.ts';
import { call, DEMO_PASSWORD, signIn, startWorld, type World } from '../../start-world.ts';
import { type Browser, openBrowser } from '../chromium.ts';
import { typeInto } from '../hands.ts';
import { signInHere } from '../phone-screens.ts';
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
  for (let device = 0; device < LIMITS.devicesPerUser; device += 1) await signIn(world.serverUrl, 'seller1.alger');
  browser = await openBrowser({ width: 360, height: 740 });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

type Texts = Pick<
  typeof fr,
  | 'signIn'
  | 'forgotten'
  | 'tooMany'
  | 'lock'
  | 'wipe'
  | 'scan'
  | 'delivery'
  | 'sell'
  | 'skip'
  | 'paper'
  | 'me'
  | 'doctor'
  | 'addDepot'
>;
type Page = [name: string, open: (texts: Texts) => Promise<void>];

/** As a link leads there; whatever question is open is gone with the screen before. */
async function goTo(path: string): Promise<void> {
  for (const to of ['/nowhere', path]) await browser.page.evaluate((next) => history.pushState(null, '', next), to);
  await browser.page.getByRole('heading', { level: 1 }).waitFor();
  await browser.page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

const press = (name: string) => browser.page.getByRole('button', { name, exact: true }).click();

async function openForm({ scan, delivery }: Texts): Promise<void> {
  await goTo('/scan');
  await press(scan.type);
  await browser.page.getByLabel(scan.typed).click();
  // What nobody types by hand is pasted.
  await browser.page.keyboard.insertText(busy.pending.qr_payload);
  await press(scan.check);
  await browser.page.getByRole('button', { name: delivery.confirm }).waitFor();
}

/** Where the invoice is that was issued on this phone. */
let paper = '';

async function openPaper({ sell }: Texts): Promise<void> {
  if (paper !== '') return goTo(paper);
  const { page } = browser;
  await goTo('/sell');
  await press(sell.new);
  await page.locator('main .rows button').first().click();
  await typeInto(page.getByRole('searchbox', { name: sell.searchProduct }), 'halloumi');
  await page.getByRole('button', { name: /^Halloumi/ }).click();
  await press(sell.review);
  await page.locator('.settling').waitFor({ state: 'detached' });
  await press(sell.save);
  await page.getByText(/^FAC-ALG-/).waitFor();
  paper = new URL(page.url()).pathname;
}

const PIN = '135790';
const enter = async (pin: string) => {
  for (const digit of pin) await press(digit);
};

const PAGES: Page[] = [
  ['the tour', () => goTo('/')],
  ['the order of the tour', () => goTo('/route')],
  ['past days', () => goTo('/days')],
  ['the scanner', () => goTo('/scan')],
  ['a stop before its code is scanned', () => goTo(`/deliveries/${busy.pending.id}`)],
  ['a stop’s form', openForm],
  [
    'the question why a delivery is impossible',
    async (texts) => {
      await openForm(texts);
      await press(texts.delivery.impossible);
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
  ['an invoice’s paper', openPaper],
  [
    'an invoice’s paper as it is printed',
    async (texts) => {
      await openPaper(texts);
      await press(texts.paper.open);
      await browser.page.locator('article.paper').waitFor();
    },
  ],
  [
    'the question why a stop is passed by',
    async ({ skip }) => {
      // The invoice before has brought the server's checkpoint: what it knows is offered.
      await goTo('/');
      await press(skip.open);
      await browser.page.getByRole('radio').first().waitFor();
    },
  ],
  ['the clients', () => goTo('/clients')],
  ['a client', () => goTo(`/clients/${busy.pending.client_id}`)],
  ['a payment that is collected', () => goTo('/sell/payment')],
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
  ['the steps of the day', () => goTo('/me/steps')],
  ['adding a depot', () => goTo('/me/add-depot')],
  ['looking into the connection', () => goTo('/me/connection')],
  ['choosing a PIN', () => goTo('/me/pin')],
  ['a page that is not there', () => goTo('/nowhere')],
];

const OUTSIDE: Page[] = [
  ['sign-in', async () => {}],
  ['a forgotten password', async ({ forgotten }) => press(forgotten.open)],
  [
    'a fourth device',
    async ({ signIn: texts, forgotten, tooMany }) => {
      const { page } = browser;
      await press(forgotten.back);
      await typeInto(page.getByLabel(texts.username), 'seller1.alger');
      await typeInto(page.getByLabel(texts.password).first(), DEMO_PASSWORD);
      await press(texts.submit);
      await page.getByText(tooMany.title).waitFor();
    },
  ],
];

const LOCKED: Page[] = [
  ['the lock', async () => {}],
  ['a forgotten PIN', async ({ lock }) => press(lock.forgotten)],
];

/** What a cold hand presses, but for links within a line, and what stands in a larger one. */
const PRESSED =
  'button, a.card, a.row, .tab-bar a, .strip, input:not([type=radio], [type=checkbox], [type=file]), textarea:not([aria-hidden]), select, .mantine-Chip-label, .mantine-SegmentedControl-control';

/** Every one that is lower or narrower than a thumb. */
const smallTargets = (page: Browser['page']): Promise<string[]> =>
  page.evaluate((pressed) => {
    const least = 48;
    return [...document.querySelectorAll(pressed)]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 160)} ${box.width}×${box.height}`);
  }, PRESSED);

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

describe.for(LANGUAGES)('before somebody has signed in, %s', ([language, texts]) => {
  beforeAll(() => startIn(language));

  test.for(OUTSIDE)('[SCREEN-1] [SCREEN-3] the phone is clean: %s', async ([, open]) => {
    await open(texts);
    expect(await faultsOf(browser.page, language)).toEqual([]);
  });
});

describe.for(LANGUAGES)('signed in, %s', ([language, texts]) => {
  beforeAll(async () => {
    if (language === 'fr') {
      await startIn('fr');
      await signInHere(browser.page, 'driver1.alger');
    } else await startIn(language);
    await browser.page.locator('.next-stop').waitFor();
  });

  test.for(PAGES)('[SCREEN-1] [SCREEN-3] [SCREEN-7] the phone is clean: %s', async ([, open]) => {
    await open(texts);
    expect(await faultsOf(browser.page, language)).toEqual([]);
    expect(await smallTargets(browser.page)).toEqual([]);
  });

  test('[TEXT-5] goods bear their names in the person’s language, and are found by either', async () => {
    const { page } = browser;
    await goTo('/stock');
    const shown = page.getByText(language === 'ar' ? 'كممبير البهجة 125 غ' : 'Camembert El Bahdja 125 g');
    for (const wanted of ['كممبير 125', 'camembert 125']) {
      await typeInto(page.getByLabel(texts.stock.search), wanted);
      await shown.waitFor();
      await page.getByText(language === 'ar' ? /قطعة/ : /pièce/).waitFor();
    }
  });
});

describe.for(LANGUAGES.toReversed())('locked, %s', ([language, texts]) => {
  beforeAll(async () => {
    if (language === 'ar') {
      await goTo('/me/pin');
      await enter(PIN);
      await enter(PIN);
      await browser.page.getByRole('heading', { name: texts.me.title }).waitFor();
    }
    await startIn(language);
    await browser.page.getByRole('heading', { name: texts.lock.title }).waitFor();
  });

  test.for(LOCKED)('[SCREEN-1] [SCREEN-3] the phone is clean: %s', async ([, open]) => {
    await open(texts);
    expect(await faultsOf(browser.page, language)).toEqual([]);
  });
});

test('[SCREEN-1] the phone is clean: erased', async () => {
  const { page } = browser;
  await startIn('fr');
  await enter(PIN);
  await page.locator('.next-stop').waitFor();
  const { rows } = await world.database.query<{ id: string }>(
    "SELECT id FROM devices WHERE platform <> 'node' ORDER BY registered_at DESC LIMIT 1",
  );
  const admin = await signIn(world.serverUrl, 'admin');
  await call(world.serverUrl, 'POST', `/api/admin/devices/${rows[0]?.id}/revoke`, {
    authorization: admin.authorization,
    body: { reason: 'perdu' },
  });
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByText(wiped.fr.done).first().waitFor();
  expect(await faultsOf(page, 'fr')).toEqual([]);
});

test('[TODAY-7] [SCREEN-1] an admin who opens the phone is told what is here for them', async () => {
  const { page } = browser;
  await page.getByRole('button', { name: wiped.fr.anew }).click();
  await page.getByLabel(fr.signIn.username).waitFor();
  await signInHere(page, 'admin');
  await page.getByText(fr.tour.officeMore).waitFor();
  expect(await page.getByRole('button', { name: fr.tour.scan }).count()).toBe(0);
  expect(await faultsOf(page, 'fr')).toEqual([]);
});
