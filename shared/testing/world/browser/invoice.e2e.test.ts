import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { readPhoneDatabase } from '../phone/phone-database.ts';
import { eventually, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { readPng } from './fake-camera.ts';
import { inArabicDigits, letTimePass, pressKeys, typeInto } from './hands.ts';
import { plain, shown, signInOnPhone } from './phone-screens.ts';

let database: TestDatabase;
let world: World;
let wifi: Wan;
let phone: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  phone = await openBrowser({ width: 360, height: 740 });
});
afterAll(async () => {
  await phone?.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

test('[TODAY-6] [INSTALL-1] [FIND-19] a seller begins at the sales, may put the app on the home screen, and finds out what is wrong with the phone', async () => {
  const { page } = phone;
  await signInOnPhone(page, wifi.url, 'seller1.alger');
  await page.getByRole('heading', { name: 'Vendre' }).waitFor();
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.getByText('Aucune livraison aujourd’hui').waitFor();

  await page.getByRole('link', { name: 'Moi' }).click();
  const install = page.getByRole('button', { name: 'Installer sur ce téléphone' });
  await page.evaluate(() => {
    const prompt = async () => document.body.setAttribute('data-asked', '');
    window.dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
  await install.click();
  await page.locator('body[data-asked]').waitFor({ state: 'attached' });
  // It is asked once; an iPhone asks never.
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' });
  });
  await install.click();
  await page.getByRole('dialog').getByText('Touchez le bouton « Partager » (un carré avec une flèche).').waitFor();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'J’ai compris' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.evaluate(() => {
    navigator.storage.estimate = async () => ({ quota: 2, usage: 1 });
  });
  await page.getByRole('button', { name: 'Vérifier la connexion' }).click();
  await page.getByText('valable').waitFor();
  await page.getByText('Supprimez des photos ou des applications avant de continuer.').waitFor();
  await page.getByText('Tapez le code imprimé sous le QR.').waitFor();
  await page.reload();
});

test('[WAY-2] [SELL-3] [SELL-5] [PAPER-1] [NUM-4] [LESSON-16] [LESSON-17] an invoice drafted without a network gets its number from HQ, with a client who is new on both', async () => {
  const { page } = phone;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByRole('listitem').nth(30).waitFor();

  wifi.cut();
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'Kiosque des Deux Moulins');
  await page.getByRole('button', { name: 'Nouveau client « Kiosque des Deux Moulins »' }).click();
  await typeInto(page.getByLabel('Téléphone'), inArabicDigits('0555 12 34 56'));
  // Before anything is typed there is what is on sale, with the stock and its age.
  await page
    .getByText(/· stock [\d\s]+ · /)
    .first()
    .waitFor();
  await typeInto(page.getByRole('searchbox', { name: 'Ajouter un produit' }), 'halloumi');
  await page.getByRole('button', { name: /^Halloumi/ }).click();
  await page.getByRole('button', { name: /^Un de plus : Halloumi/ }).click();
  // More than the depot is known to have: said with its age, and no hindrance.
  const quantity = page.getByLabel(/^Quantité\s: Halloumi/);
  await typeInto(quantity, '99999');
  await page.getByText(/^stock [\d\s]+ \(.+\)$/).waitFor();
  expect(await page.getByRole('button', { name: 'Vérifier la facture' }).isEnabled()).toBe(true);
  await typeInto(quantity, '2');
  await page.getByText('Gardé', { exact: true }).waitFor();

  // The page dies in the middle of it: the draft goes on where it was.
  await page.reload();
  await page.getByLabel(/^Quantité\s: Halloumi/).waitFor();
  expect(await page.getByLabel(/^Quantité\s: Halloumi/).inputValue()).toBe('2');
  const total = plain(await page.locator('.totals dd').last().textContent());
  // It says once more what it is about to record for good, and takes no second tap of the one that opened it.
  await page.getByRole('button', { name: 'Vérifier la facture' }).click();
  const review = page.getByRole('dialog', { name: 'Enregistrer cette facture ?' });
  await review.getByText('Kiosque des Deux Moulins').waitFor();
  expect(plain(await review.locator('.totals dd').last().textContent())).toBe(total);
  await page.locator('.settling').waitFor({ state: 'detached' });
  await review.getByRole('button', { name: 'Enregistrer la facture' }).click();
  await page.getByText('BROUILLON').waitFor();
  await page.getByRole('link', { name: '2 à envoyer' }).waitFor();
  const queued = await readPhoneDatabase(
    page,
    (sqlite) =>
      sqlite
        .prepare("SELECT action, custody FROM sync_queue WHERE entity_type <> 'AUDIT' ORDER BY seq")
        .all() as Record<string, unknown>[],
  );
  expect(queued).toEqual([
    { action: 'CLIENT_CREATED', custody: 'device' },
    { action: 'INVOICE_CREATED', custody: 'device' },
  ]);

  wifi.reconnect();
  const reference = await page.getByText(/^FAC-ALG-\d{4}-\d{6}$/).textContent();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  expect(await page.getByText('BROUILLON').count()).toBe(0);
  await page.getByText(/^Arrêtée à la somme de\s: [a-z].+ dinars algériens/).waitFor();
  expect(plain(await page.locator('.totals dd').last().textContent())).toBe(total);
  const { rows } = await world.database.query(
    `SELECT i.reference, c.name, c.phone, i.lines -> 0 ->> 'quantity' AS quantity
     FROM invoices i JOIN clients c ON c.id = i.client_id`,
  );
  expect(rows).toEqual([{ reference, name: 'Kiosque des Deux Moulins', phone: '0555 12 34 56', quantity: '2' }]);
});

test('[PAPER-3] [PAPER-4] [PAPER-5] a numbered invoice is printed on A4 and on a roll, and handed on as a picture; before, its goods travel with a bon', async () => {
  const { page } = phone;
  wifi.cut();
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'kiosque');
  await page.getByRole('button', { name: /^Kiosque des Deux Moulins/ }).click();
  await page.getByRole('button', { name: 'Comme la dernière fois (1 produit)' }).click();
  await page.getByRole('button', { name: 'Vérifier la facture' }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Enregistrer la facture' }).click();
  await page.getByRole('button', { name: 'Imprimer ou envoyer' }).click();
  const paper = page.locator('article.paper');
  await paper.getByText('BROUILLON').waitFor();
  await page.getByText('Bon de livraison', { exact: true }).click();
  await paper.getByText(/^Établi par/).waitFor();
  await paper.getByText('Remis par').waitFor();
  expect(await paper.getByText('BROUILLON').count()).toBe(0);

  wifi.reconnect();
  await page.getByRole('heading', { name: /^FAC-ALG-/ }).waitFor();
  // It is an invoice from now on: nobody is offered a bon any more.
  await paper.getByText(/^Arrêtée la présente facture .* dinars algériens/).waitFor();
  await paper.getByText(/^أوقفت هذه الفاتورة/).waitFor();
  expect(await page.getByText('Bon de livraison').count()).toBe(0);
  await paper.getByText('Kiosque des Deux Moulins').waitFor();
  expect(pagesIn(await page.pdf({ preferCSSPageSize: true }))).toBe(1);
  await page.getByText('A4', { exact: true }).click();
  await page.getByRole('columnheader', { name: 'Prix HT (DA)' }).waitFor();
  // On paper it is a sheet's width and not the screen's.
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.screen-foot, .paper-choices').filter({ visible: true }).count()).toBe(0);
  expect(await page.locator('.paper-sheet').evaluate((sheet) => getComputedStyle(sheet).zoom)).toBe('1');
  await page.emulateMedia({ media: 'screen' });
  expect(pagesIn(await page.pdf({ preferCSSPageSize: true }))).toBe(1);
  // This Chromium hands nothing to other apps.
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Envoyer en image' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^FAC-ALG-\d{4}-\d{6}\.png$/);
  const { width, height, pixels } = readPng(await readFile(await file.path()));
  expect([width, height > 800]).toEqual([760, true]);
  // Ink on white.
  expect(pixels.some((grey) => grey < 60)).toBe(true);
  expect(pixels.filter((grey) => grey > 240).length).toBeGreaterThan(pixels.length / 2);
});

test('[SELL-1] [SELL-2] a client who likely is there already is told before anything is saved, the last order is one tap, and a new client has a kind and legal identities', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  const search = page.getByRole('searchbox', { name: 'Chercher un client' });
  await typeInto(search, 'deux moulins, kiosque DES');
  await page.getByRole('button', { name: /^Nouveau client/ }).click();
  await page.getByRole('button', { name: 'C’est ce client' }).click();
  await page.getByRole('button', { name: 'Comme la dernière fois (1 produit)' }).click();
  expect(await page.getByLabel(/^Quantité\s: Halloumi/).inputValue()).toBe('2');

  // It is for another shop, after all, and what stands on the form stays.
  await page.getByRole('button', { name: 'Changer', exact: true }).click();
  await typeInto(search, 'Supérette du Port');
  await page.getByRole('button', { name: /^Nouveau client/ }).click();
  await page.getByRole('button', { name: 'Identités légales…' }).click();
  await page.getByLabel('Type de client').selectOption({ label: 'Supérette' });
  await typeInto(page.getByLabel('NIF'), inArabicDigits('000116180001234'));
  await page.getByRole('button', { name: 'Vérifier la facture' }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Enregistrer la facture' }).click();
  const rows = await eventually(
    async () => {
      const found = await world.database.query(
        `SELECT c.kind, c.nif, i.lines -> 0 ->> 'quantity' AS quantity
         FROM invoices i JOIN clients c ON c.id = i.client_id WHERE c.name = 'Supérette du Port'`,
      );
      return found.rows;
    },
    (found) => found.length > 0,
    'the invoice reaches HQ',
  );
  expect(rows).toEqual([{ kind: 'SHOP', nif: '000116180001234', quantity: '2' }]);
});

test('[CLIENT-1] [CLIENT-2] a client’s card is changed key by key, and HQ is told what changed and nothing else', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('link', { name: 'Clients' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'port supérette');
  await page.getByRole('button', { name: /^Supérette du Port/ }).click();
  const save = page.getByRole('button', { name: 'Enregistrer la fiche' });
  expect(await save.isDisabled()).toBe(true);
  await typeInto(page.getByLabel('RC'), inArabicDigits('16/00-1234567'));
  await typeInto(page.getByLabel('NIF'), '00011618');
  await page.getByText('Longueur inhabituelle : vérifiez le numéro.').waitFor();
  await typeInto(page.getByLabel('NIF'), '000116180005678');
  // Left in the middle, it goes on where it was.
  await page.reload();
  await page.getByLabel('NIF').waitFor();
  expect(await page.getByLabel('NIF').inputValue()).toBe('000116180005678');
  await save.click();
  await page.getByText('Enregistré. Le siège le reçoit tout seul.').waitFor();
  const events = await eventually(
    async () =>
      (await world.database.query(`SELECT body FROM events WHERE action = 'CLIENT_UPDATED' AND status = 'APPLIED'`))
        .rows,
    (found) => found.length > 0,
    'the change reaches HQ',
  );
  expect(JSON.parse(events[0].body).payload).toEqual({ rc: '16/00-1234567', nif: '000116180005678' });
});

test('[PAY-4] [NUM-3] [DELIV-10] a payment that is typed key by key is the payment that HQ books', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Encaisser un paiement' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'deux moulins kiosque');
  await page.getByRole('button', { name: /^Kiosque des Deux Moulins/ }).click();
  await typeInto(page.getByLabel('Montant reçu (DA)'), inArabicDigits('1250'));
  await page.getByRole('radio', { name: 'chèque' }).click();
  await typeInto(page.getByLabel('Banque'), 'BNA');
  await typeInto(page.getByLabel('Numéro du chèque'), '0041');
  await page.getByText(/^Doit [\d\s,]+DA · vu du siège/).waitFor();
  // Left in the middle, it goes on where it was.
  await page.reload();
  await page.getByLabel('Numéro du chèque').waitFor();
  expect(await page.getByLabel('Numéro du chèque').inputValue()).toBe('0041');
  expect(plain(await page.getByLabel('Montant reçu (DA)').inputValue())).toBe('1 250,00');
  await page.getByRole('button', { name: 'Enregistrer l’encaissement' }).click();
  await page.getByText('Enregistré :').waitFor();
  const rows = await eventually(
    async () => (await world.database.query('SELECT amount, method, cheque FROM payments')).rows,
    (found) => found.length > 0,
    'the payment reaches HQ',
  );
  expect(rows).toEqual([{ amount: 125_000, method: 'CHEQUE', cheque: { bank: 'BNA', number: '0041' } }]);
});

test('[NUM-3] [FORM-7] [POWER-2] [SELL-3] a sale takes its quantities key by key, and its lists say how long they are', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  const more = page.getByText(/^\d+ de plus\. Tapez d’autres lettres\.$/);
  await more.nth(1).waitFor();
  // Six clients, and six of what is on sale.
  expect(await page.getByRole('listitem').count()).toBe(12);
  await page
    .getByRole('button', { name: /^Afficher \d+ de plus$/ })
    .first()
    .click();
  await page.getByRole('listitem').nth(40).waitFor();
  await page.getByRole('searchbox', { name: 'Ajouter un produit' }).click();
  await pressKeys(page, 'e');
  await page
    .getByText(/^\d+ de plus\. Tapez d’autres lettres\.$/)
    .last()
    .waitFor();
  await page.keyboard.press('Backspace');
  await pressKeys(page, 'halloumi');
  await page.getByRole('button', { name: /^Halloumi/ }).click();
  const quantity = page.getByLabel(/^Quantité\s: Halloumi/);
  // The cursor is in it already, on the one that stands there.
  await quantity.waitFor();
  await page.keyboard.press('Backspace');
  expect(await shown(quantity)).toBe('');
  await pressKeys(page, '12');
  await page.keyboard.press('Enter');
  expect(await shown(quantity)).toBe('12');
  const sums = page.locator('.totals dd');
  const ofTwelve = plain(await sums.last().textContent());
  for (const keys of ['2.5', '-3', '0']) {
    await quantity.click();
    await pressKeys(page, keys);
    await page.keyboard.press('Enter');
    expect(await shown(quantity)).toBe(keys);
    expect(plain(await sums.last().textContent())).toBe('—');
    expect(await page.getByRole('button', { name: 'Vérifier la facture' }).isDisabled()).toBe(true);
  }
  await page.getByText('1 au moins.').waitFor();
  await quantity.click();
  await pressKeys(page, '۱۲');
  await page.keyboard.press('Enter');
  expect([await shown(quantity), plain(await sums.last().textContent())]).toEqual(['12', ofTwelve]);

  await page.addInitScript(() => {
    navigator.storage.estimate = async () => ({ quota: 60_000_000, usage: 59_000_000 });
  });
  await page.reload();
  await page.getByText('Bientôt plus de place sur ce téléphone').waitFor();
});

/** How many pages a PDF of Chromium's has. */
const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

// The last ones of this file: its clocks are ahead from here on.
const undo: (() => void)[] = [];
afterAll(() => {
  for (const back of undo.toReversed()) back();
});

test('[SEED-10.1] [SEED-10.7] an invoice made without a network is at HQ a day later; the stock on the phone is what HQ has told, and nothing else', async () => {
  const { page } = phone;
  const stock = async () => {
    await page.getByRole('link', { name: 'Stock' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'Halloumi' }).first();
    return plain(await row.textContent());
  };
  const before = await stock();
  const invoices = await world.database.query('SELECT count(*)::int AS n FROM invoices');
  const invoicesBefore: number = invoices.rows[0].n;
  wifi.cut();
  world.wan.cut();
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'kiosque');
  await page.getByRole('button', { name: /^Kiosque des Deux Moulins/ }).click();
  await page.getByRole('button', { name: /^Comme la dernière fois/ }).click();
  expect(await page.getByRole('switch', { name: 'Marchandise remise maintenant' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Vérifier la facture' }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Enregistrer la facture' }).click();
  await page.getByText('BROUILLON').waitFor();
  undo.push(await letTimePass(page, DAY_MS));
  await page.getByRole('link', { name: '1 à envoyer' }).waitFor();
  // A day older, and not one piece less.
  const quantityIn = (text: string) => text.match(/\d[\d ]*$/)?.[0];
  expect(quantityIn(await stock())).toBe(quantityIn(before));

  world.wan.reconnect();
  wifi.reconnect();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  await eventually(stock, (text) => quantityIn(text) !== quantityIn(before), 'HQ has told the new stock');
  const { rows } = await world.database.query('SELECT count(*)::int AS n FROM invoices');
  expect(rows).toEqual([{ n: invoicesBefore + 1 }]);
});

test('[SEED-10.10] [SAFE-9] after 72 h without a word of HQ the phone locks, keeps what was recorded, and its person goes on by signing in', async () => {
  const { page } = phone;
  wifi.cut();
  world.wan.cut();
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Encaisser un paiement' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'kiosque');
  await page.getByRole('button', { name: /^Kiosque des Deux Moulins/ }).click();
  await typeInto(page.getByLabel('Montant reçu (DA)'), '10');
  await page.getByRole('button', { name: 'Enregistrer l’encaissement' }).click();
  await page.getByRole('link', { name: '1 à envoyer' }).waitFor();
  undo.push(await letTimePass(page, LIMITS.offlineGraceSeconds * 1_000));
  await page.getByText('Ce téléphone est sans nouvelles du siège depuis trois jours.').waitFor();
  await page.getByText('1 saisie de ce téléphone n’est pas encore au siège').waitFor();
  expect(await page.getByRole('link', { name: 'Vendre' }).count()).toBe(0);

  world.wan.reconnect();
  wifi.reconnect();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
});
