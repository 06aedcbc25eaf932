import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ar } from '../../../../../server/admin-console/texts/ar.ts';
import { fr } from '../../../../../server/admin-console/texts/fr.ts';
import { createTestDatabase, type TestDatabase } from '../../../postgres.ts';
import { DEMO_PASSWORD, startWorld, type World } from '../../start-world.ts';
import { type Browser, openBrowser } from '../chromium.ts';
import { typeInto } from '../hands.ts';
import { chooseLanguage, faultsOf } from './axe.ts';
import { type BusyWorld, makeBusy } from './busy-world.ts';

/** Every page and dialog of HQ's console: clean by axe, and all of its figures in sight. */
let database: TestDatabase;
let world: World;
let busy: BusyWorld;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  busy = await makeBusy(world);
  await world.database.query(
    `INSERT INTO webhooks (id, name, url, kinds, secret, created_by, created_at, pos, next_attempt_at, state, failures,
       failing_since, failure, failure_status)
     SELECT gen_random_uuid(), 'Sage', 'https://erp.example/hook', '{deliveries,stock}', 'whsec_', min(id), now(), 0, now(),
       'PAUSED', 9, now(), 'STATUS', 503 FROM users`,
  );
  browser = await openBrowser({ width: 1280, height: 800 });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

/** As a link of the console leads there: without loading it anew. */
const goTo = (path: string) => browser.page.evaluate((to) => history.pushState(null, '', to), path);
const row = (index: number) =>
  browser.page
    .getByRole('table')
    .first()
    .getByRole('row')
    .nth(index + 1);

/** Whatever loads has come, names among it. */
async function allIsThere(): Promise<void> {
  await browser.page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

/** A list whose rows have come. Whatever dialog is open is gone with the page before. */
async function list(path: string): Promise<void> {
  await goTo('/nowhere');
  await goTo(path);
  await row(0).waitFor();
  await allIsThere();
}

/** Opens the first row of a list, by its name. */
async function openRow(path: string): Promise<void> {
  await list(path);
  await row(0).getByRole('button').first().click();
  await dialogIsThere();
}

async function lookUp(path: string, text: string): Promise<void> {
  await goTo(path);
  await browser.page.getByText(text).waitFor();
}

/** What an address opens over its screen. */
async function act(path: string): Promise<void> {
  await goTo('/nowhere');
  await goTo(path);
  await dialogIsThere();
}

async function creditNote(): Promise<void> {
  await openRow('/invoices');
  const id = new URL(browser.page.url()).searchParams.get('open');
  await act(`/invoices?open=${id}&do=credit`);
}

async function dialogIsThere(): Promise<void> {
  await browser.page.getByRole('dialog').first().waitFor();
  await allIsThere();
}

async function press(button: string | RegExp): Promise<void> {
  await browser.page.getByRole('button', { name: button }).first().click();
  await dialogIsThere();
}

const start = (text: string): RegExp => new RegExp(`^${text.replace(/\{\{.*/, '').trim()}`);

type Texts = Pick<
  typeof fr,
  | 'cheques'
  | 'proof'
  | 'keys'
  | 'attention'
  | 'devices'
  | 'users'
  | 'hubs'
  | 'list'
  | 'notFound'
  | 'programs'
  | 'webhooks'
>;

/** How each page and dialog is come to, whatever is open before. */
const PAGES: [string, (texts: Texts) => Promise<void>][] = [
  ['today', async () => list('/')],
  ['arrivals', async () => list('/arrivals')],
  ['tours', async () => list('/tours')],
  ['a tour', async () => openRow('/tours')],
  ['the company', async () => act('/company?do=edit')],
  ['deliveries', async () => list('/deliveries')],
  ['deliveries, filtered to nothing', async ({ list }) => lookUp('/deliveries?q=zzz', list.noMatch)],
  ['a delivery', async () => openRow(`/deliveries?q=${busy.partial.reference}`)],
  [
    'a photo of a delivery',
    async ({ proof }) => {
      await openRow(`/deliveries?q=${busy.delivered.reference}`);
      await browser.page.getByRole('button', { name: proof.see.PHOTO }).click();
      await browser.page.getByRole('img', { name: proof.kind.PHOTO }).waitFor();
    },
  ],
  ['planning a delivery', async () => act('/deliveries?do=new')],
  ['moving a delivery', async () => act(`/deliveries?open=${busy.pending.id}&do=move`)],
  ['cancelling a delivery', async () => act(`/deliveries?open=${busy.pending.id}&do=cancel`)],
  ['acts', async () => list('/acts')],
  ['an act', async () => openRow('/acts')],
  ['all entries', async () => list('/entries')],
  ['an entry', async () => openRow('/entries')],
  ['steps on devices', async () => list('/trail')],
  ['a step on a device', async () => openRow('/trail')],
  ['a credit note that is made', async () => creditNote()],
  ['clients', async () => list('/clients')],
  ['clients that owe', async () => list('/clients?owing=true')],
  ['a client’s statement', async () => list(`/clients/${busy.delivered.client_id}/statement`)],
  ['the run of numbers', async () => list('/numbers')],
  ['a month of accounts', async () => list('/accounting')],
  ['closing a month', async () => act('/accounting?month=2025-01&do=close')],
  ['the slip of cheques', async ({ cheques }) => lookUp('/cheques', cheques.none)],
  ['a client', async () => openRow('/clients')],
  ['a new client', async () => act('/clients?do=new')],
  ['products', async () => list('/products')],
  ['a product', async () => openRow('/products')],
  ['a product that is changed', async () => act('/products?open=1&do=edit')],
  ['a dated price', async () => act('/products?open=1&do=price')],
  [
    'a calendar',
    async () => {
      await act('/stamp-rules?do=new');
      await browser.page.keyboard.press('ArrowDown');
      await browser.page.locator('.mantine-DateInput-day[data-outside]').first().waitFor();
    },
  ],
  ['rates of TVA', async () => act('/tva-rules?do=new')],
  ['the accounts of the journal', async () => act('/journal-accounts?do=new')],
  ['a new product', async () => act('/products?do=new')],
  ['programs', async ({ programs }) => lookUp('/service-accounts', programs.none)],
  ['a key for a program', async () => act('/service-accounts?do=new')],
  ['webhooks', async () => list('/webhooks')],
  [
    'sending to a program again',
    async ({ webhooks }) => {
      await list('/webhooks');
      await press(start(webhooks.againName));
    },
  ],
  ['a webhook that is made', async () => act('/webhooks?do=new')],
  ['depots', async () => list('/depots')],
  ['a new depot', async () => act('/depots?do=new')],
  ['a user', async () => openRow('/users')],
  ['a new user', async () => act('/users?do=new')],
  ['a payment that is entered', async () => act('/payments?do=new')],
  [
    'the keys',
    async ({ keys }) => {
      await list('/deliveries');
      await press(keys.title);
    },
  ],
  ['invoices', async () => list('/invoices')],
  ['an invoice', async () => openRow('/invoices')],
  ['stock', async () => list('/stock')],
  ['the lots of a product', async () => openRow('/stock')],
  ['goods that come in', async () => act('/stock?do=receive')],
  ['lots', async () => list('/lots')],
  ['a lot', async () => openRow('/lots')],
  ['a lot that is transferred', async () => act(`/lots?open=${busy.lotId}&do=transfer`)],
  ['a lot that is held back', async () => act(`/lots?open=${busy.lotId}&do=state`)],
  ['the recall of a lot', async () => list(`/lots/${busy.lotId}/recall`)],
  ['transfers', async () => list('/transfers')],
  ['a transfer', async () => openRow('/transfers')],
  ['what was refused', async () => list('/attention')],
  ['a refused entry', async () => openRow('/attention')],
  [
    'a conflict that is settled',
    async ({ attention }) => {
      await openRow('/attention');
      await press(attention.settle);
    },
  ],
  ['corrections', async () => list('/attention?kind=corrections')],
  ['a correction', async () => openRow('/attention?kind=corrections')],
  [
    'a correction that is accepted',
    async ({ attention }) => {
      await openRow('/attention?kind=corrections');
      await press(attention.accept);
    },
  ],
  [
    'a note about an entry',
    async ({ attention }) => {
      await openRow('/attention');
      await press(attention.addNote);
    },
  ],
  ['what is held', async () => list('/attention?kind=held')],
  ['a held entry', async () => openRow('/attention?kind=held')],
  [
    'the question before a held entry counts',
    async ({ attention }) => {
      await openRow('/attention?kind=held');
      await press(attention.accept);
    },
  ],
  [
    'the question before a held entry is left out',
    async ({ attention }) => {
      await openRow('/attention?kind=held');
      await press(attention.reject);
    },
  ],
  ['alerts', async () => list('/attention?kind=alerts')],
  ['an alert', async () => openRow('/attention?kind=alerts')],
  ['devices', async () => list('/devices')],
  ['a device', async () => openRow('/devices')],
  [
    'withdrawing a device',
    async ({ devices }) => {
      await list('/devices?q=driver2');
      await press(start(devices.revokeName));
    },
  ],
  ['users', async () => list('/users')],
  [
    'a code for a user',
    async ({ users }) => {
      await list('/users?q=driver1');
      await press(start(users.makeCodeFor));
    },
  ],
  [
    'the code itself',
    async ({ users }) => {
      await list('/users?q=driver1');
      await press(start(users.makeCodeFor));
      await browser.page.getByRole('dialog').getByRole('button', { name: users.makeCode }).click();
      await browser.page.locator('output').waitFor();
    },
  ],
  [
    'closing an account',
    async ({ users }) => {
      await list('/users?q=driver1');
      await press(start(users.closeAccountOf));
    },
  ],
  ['depot PCs', async () => list('/hubs')],
  [
    'enrolling a depot PC',
    async ({ hubs }) => {
      await list('/hubs');
      await press(hubs.create);
    },
  ],
  ['a page that is not there', async ({ notFound }) => lookUp('/nowhere', notFound)],
];

describe.for([
  ['fr', fr],
  ['ar', ar],
] as const)('%s', ([language, texts]) => {
  let ofSignIn: string[];

  beforeAll(async () => {
    const { page } = browser;
    await page.goto(world.serverUrl);
    await page.evaluate(() => sessionStorage.clear());
    await chooseLanguage(page, language);
    await page.reload();
    await page.getByLabel(texts.signIn.username).waitFor();
    ofSignIn = await faultsOf(page, language);
    await typeInto(page.getByLabel(texts.signIn.username), 'admin');
    await typeInto(page.getByLabel(texts.signIn.password, { exact: true }), DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
  });

  test('[SCREEN-1] [SCREEN-3] HQ’s sign-in is clean', () => {
    expect(ofSignIn).toEqual([]);
  });

  test.for(PAGES)('[SCREEN-1] [SCREEN-3] HQ’s console is clean: %s', async ([, open]) => {
    await open(texts);
    expect(await faultsOf(browser.page, language)).toEqual([]);
  });
});

test('[SCREEN-4] no amount of HQ’s lists is clipped, of nine digits before the comma and in a narrow window', async () => {
  const { page } = browser;
  await world.database.query(
    `UPDATE invoices SET total_ht = 12345678900, total_tva = 2345678900, stamp_duty = 1000000, total_ttc = 14692357800`,
  );
  await world.database.query(
    `UPDATE deliveries SET total_ht = 12345678900, total_tva = 2345678900, total_ttc = 14691357800`,
  );
  await chooseLanguage(page, 'fr');
  await page.goto(world.serverUrl);
  await page.getByRole('navigation').waitFor();
  for (const path of ['/invoices', '/deliveries', '/stock', '/lots', '/transfers']) {
    for (const width of [1100, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await list(path);
      expect(await clippedFigures(), `${path} at ${width}`).toEqual([]);
    }
  }
});

test('[SCREEN-2] each page of HQ’s console has a title of its own, which names it', async () => {
  const { page } = browser;
  const titles: [string, string][] = [
    ['/deliveries', fr.nav.deliveries],
    ['/invoices', fr.nav.invoices],
    ['/stock', fr.nav.stock],
    ['/attention', fr.nav.attention],
    ['/devices', fr.nav.devices],
    ['/users', fr.nav.users],
    ['/hubs', fr.nav.hubs],
    ['/nowhere', fr.notFound],
  ];
  for (const [path, name] of titles) {
    await goTo(path);
    await page.getByText(name).first().waitFor();
    await page.waitForFunction((title) => document.title === title, `${name} · Manchengo`);
  }
});

test('[CONSOLE-21] [PROOF-2] a delivery’s photo opens when somebody asks for it, and that is kept', async () => {
  const { page } = browser;
  const kept = `SELECT count(*)::int AS n FROM acts WHERE what = 'PICTURE_VIEWED' AND entity_id = $1`;
  const count = async () => (await world.database.query(kept, [busy.delivered.id])).rows[0].n;
  const before = await count();
  await openRow(`/deliveries?q=${busy.delivered.reference}`);
  await page.getByText('K. Nour').waitFor();
  const photo = page.getByRole('img', { name: fr.proof.kind.PHOTO });
  expect(await photo.count()).toBe(0);
  await page.getByRole('button', { name: fr.proof.see.PHOTO }).click();
  await photo.waitFor();
  expect(await count()).toBe(before + 1);
});

/** The cells with figures that stand out of their own box, of their table's or of the window. */
const clippedFigures = (): Promise<string[]> =>
  browser.page.evaluate(() => {
    const cells = [...document.querySelectorAll<HTMLElement>('th.tabular, td.tabular')];
    if (cells.length === 0) return ['no figures'];
    return cells
      .filter((cell) => {
        const box = cell.getBoundingClientRect();
        const frame = cell.closest('.data-table')?.getBoundingClientRect() ?? box;
        const isOut = box.right > frame.right + 1 || box.left < frame.left - 1 || box.right > window.innerWidth;
        return cell.scrollWidth > cell.clientWidth || isOut;
      })
      .map((cell) => cell.innerText);
  });
