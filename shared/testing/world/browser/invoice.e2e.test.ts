import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { readPhoneDatabase } from '../phone/phone-database.ts';
import { eventually, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { inArabicDigits, typeInto } from './hands.ts';
import { signInOnPhone } from './phone-screens.ts';

let database: TestDatabase;
let world: World;
let wifi: Wan;
let phone: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  phone = await openBrowser();
});
afterAll(async () => {
  await phone?.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

/** Spaces in amounts are narrow ones that must not break. */
const plain = (text: string | null): string => (text ?? '').replace(/[\u202F\u00A0]/g, ' ').trim();

test('[WAY-2] [PAPER-1] [NUM-4] [LESSON-16] [LESSON-17] an invoice drafted without a network gets its number from HQ, with a client who is new on both', async () => {
  const { page } = phone;
  await signInOnPhone(page, wifi.url, 'seller1.alger');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByRole('listitem').nth(30).waitFor();

  wifi.cut();
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), 'Kiosque des Deux Moulins');
  await page.getByRole('button', { name: 'Nouveau client « Kiosque des Deux Moulins »' }).click();
  await typeInto(page.getByLabel('Téléphone'), inArabicDigits('0555 12 34 56'));
  await typeInto(page.getByRole('searchbox', { name: 'Ajouter un produit' }), 'halloumi');
  await page.getByRole('button', { name: /^Halloumi/ }).click();
  await page.getByRole('button', { name: /^Un de plus : Halloumi/ }).click();
  // More than the depot is known to have: said with its age, and no hindrance.
  const quantity = page.getByLabel(/^Quantité\s: Halloumi/);
  await typeInto(quantity, '99999');
  await page.getByText(/^stock [\d\s]+ \(.+\)$/).waitFor();
  expect(await page.getByRole('button', { name: 'Enregistrer la facture' }).isEnabled()).toBe(true);
  await typeInto(quantity, '2');
  await page.getByText('Gardé', { exact: true }).waitFor();

  // The page dies in the middle of it: the draft goes on where it was.
  await page.reload();
  await page.getByLabel(/^Quantité\s: Halloumi/).waitFor();
  expect(await page.getByLabel(/^Quantité\s: Halloumi/).inputValue()).toBe('2');
  const total = plain(await page.locator('.totals dd').last().textContent());
  await page.getByRole('button', { name: 'Enregistrer la facture' }).click();
  await page.getByText('BROUILLON').waitFor();
  await page.getByRole('link', { name: '2 à envoyer' }).waitFor();
  const queued = await readPhoneDatabase(
    page,
    (sqlite) =>
      sqlite.prepare('SELECT seq, action, custody FROM sync_queue ORDER BY seq').all() as Record<string, unknown>[],
  );
  expect(queued).toEqual([
    { seq: 1, action: 'CLIENT_CREATED', custody: 'device' },
    { seq: 2, action: 'INVOICE_CREATED', custody: 'device' },
  ]);

  wifi.mend();
  const reference = await page.getByText(/^FAC-ALG-\d{4}-\d{6}$/).textContent({ timeout: 60_000 });
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor({ timeout: 60_000 });
  expect(await page.getByText('BROUILLON').count()).toBe(0);
  await page.getByText(/^Arrêtée à la somme de\s: [a-z].+ dinars algériens/).waitFor();
  expect(plain(await page.locator('.totals dd').last().textContent())).toBe(total);
  const { rows } = await world.database.query(
    `SELECT i.reference, c.name, c.phone, i.lines -> 0 ->> 'quantity' AS quantity
     FROM invoices i JOIN clients c ON c.id = i.client_id`,
  );
  expect(rows).toEqual([{ reference, name: 'Kiosque des Deux Moulins', phone: '0555 12 34 56', quantity: '2' }]);
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
