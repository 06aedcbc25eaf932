import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { pressKeys, typeInto } from './hands.ts';
import { choose, dialog, goTo, pick, rowOf, signInAtHq } from './hq-hands.ts';

/** HQ's day in a real browser, typed key by key: what is planned, changed and taken back, as far as the database. */
let database: TestDatabase;
let world: World;
let browser: Browser;
let admin: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
  admin = await signIn(world.serverUrl, 'admin');
  await signInAtHq(browser.page, world.serverUrl);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
  (await world.database.query<T>(sql, values)).rows[0] as T;

test('[CONSOLE-6] a delivery is planned with products and prices, moved to another driver, and cancelled with its consequences said', async () => {
  const { page } = browser;
  await goTo(page, '/deliveries');
  await page.getByRole('button', { name: 'Prévoir une livraison' }).click();
  const form = dialog(page, 'Prévoir une livraison');

  // Sent too early, it says what is missing, and puts the cursor there.
  await form.getByRole('button', { name: 'Prévoir une livraison' }).click();
  await form.getByText('À remplir.').first().waitFor();

  const client = await one<{ id: string; name: string }>(`SELECT id, name FROM clients WHERE name LIKE 'Café du P%'`);
  await choose(form.getByLabel('Client'), 'cafe du p', client.name);
  await pick(form.getByRole('combobox', { name: 'Dépôt' }), /Alger/);
  await choose(form.getByRole('combobox', { name: 'Chauffeur' }), 'kar', /Karim/);
  await choose(form.getByRole('combobox', { name: 'Produit de la ligne 1' }), 'cam-250', /CAM-250/);
  await typeInto(form.getByLabel('Quantité de la ligne 1'), '12');
  await typeInto(form.getByLabel('Prix HT de la ligne 1, en DA'), '280,50');
  await form.getByText('4 005,54', { exact: false }).waitFor();
  await form.getByRole('button', { name: 'Prévoir une livraison' }).click();
  await form.waitFor({ state: 'detached' });

  const planned = await one<{ id: string; reference: string; total_ttc: number; lines: unknown }>(
    `SELECT id, reference, total_ttc, lines FROM deliveries WHERE reference LIKE 'BL-ALG%' ORDER BY reference DESC LIMIT 1`,
  );
  expect(planned.total_ttc).toBe(4_005_54);
  expect(planned.lines).toMatchObject([{ quantity: 12, unit_price_ht: 280_50, tva_rate: 19 }]);

  const name = rowOf(page, planned.reference).getByRole('button', { name: planned.reference });
  await name.focus();
  await page.keyboard.press('Enter');
  const drawer = dialog(page, planned.reference);
  await drawer.getByRole('button', { name: 'Déplacer' }).click();
  const move = dialog(page, `Déplacer ${planned.reference}`);
  await move.getByText(/Le téléphone de Karim Benali/).waitFor();
  await pick(move.getByRole('combobox', { name: 'Chauffeur' }), /Yacine/);
  await typeInto(move.getByLabel('Motif (facultatif)'), 'camion en panne');
  await move.getByRole('button', { name: 'Déplacer' }).click();
  await move.waitFor({ state: 'detached' });
  await drawer.getByText('Yacine Meziane').waitFor();
  await drawer.getByRole('button', { name: 'Annuler la livraison' }).click();
  const question = dialog(page, `Annuler ${planned.reference}`);
  await question.getByText(/Le téléphone de Yacine Meziane/).waitFor();
  await question.getByRole('button', { name: 'Annuler la livraison' }).click();
  await question.waitFor({ state: 'detached' });
  await drawer.getByText('annulée').waitFor();
  expect(await one('SELECT status FROM deliveries WHERE id = $1', [planned.id])).toEqual({ status: 'CANCELLED' });

  // Each of the three stands in the record of acts, with its author, its reason, and what it changed.
  await goTo(page, `/acts?q=${planned.reference}`);
  await rowOf(page, 'Livraison annulée').waitFor();
  await rowOf(page, 'Livraison prévue').waitFor();
  const moved = rowOf(page, 'Livraison déplacée');
  expect(await moved.innerText()).toContain('camion en panne');
  await moved.getByRole('button', { name: 'Livraison déplacée' }).click();
  const change = dialog(page, 'Livraison déplacée').getByRole('row').filter({ hasText: 'Chauffeur' });
  expect((await change.innerText()).replaceAll(/\s+/g, ' ')).toBe('Chauffeur Karim Benali Yacine Meziane');
});

test('[CONSOLE-6] what is left of a driver’s day goes to another driver in one act', async () => {
  const { page } = browser;
  const open = `SELECT d.driver_user_id AS id, u.name, d.planned_for::text AS day, count(*)::int AS n FROM deliveries d
    JOIN users u ON u.id = d.driver_user_id WHERE u.username = $1 AND d.status = 'PENDING' GROUP BY 1, 2, 3`;
  const tour = await one<{ id: number; name: string; day: string; n: number }>(open, ['driver2.alger']);
  const before = await one<{ n: number }>(open, ['driver1.alger']);
  await goTo(page, `/deliveries?driver_user_id=${tour.id}&planned_for=${tour.day}`);
  await page.getByRole('button', { name: 'Déplacer la tournée' }).click();
  const form = dialog(page, 'Déplacer la tournée');
  await pick(form.getByRole('combobox', { name: 'Chauffeur' }), /Karim/);
  await form.getByRole('button', { name: 'Déplacer la tournée' }).click();
  await form.waitFor({ state: 'detached' });
  expect(await one(open, ['driver1.alger'])).toMatchObject({ n: before.n + tour.n });
});

test('[CONSOLE-10] a credit note is made from its invoice, for no more than is left of it', async () => {
  const { page } = browser;
  const seller = await signIn(world.serverUrl, 'seller1.alger');
  const { id: client_id } = await one<{ id: string }>(`SELECT id FROM clients WHERE name LIKE 'Café du P%'`);
  const invoice = seller.device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id,
      lines: [{ product_id: 1, quantity: 10, unit_price_ht: 100_00, tva_rate: 19 }],
      ...{ total_ht: 1_000_00, total_tva: 190_00, stamp_duty: 0, total_ttc: 1_190_00, payment: 'CREDIT' },
    },
  });
  const body = seller.device.pushBody([invoice]);
  await call(world.serverUrl, 'POST', '/api/sync/push', { authorization: seller.authorization, body });
  const { reference } = await one<{ reference: string }>('SELECT reference FROM invoices LIMIT 1');

  await goTo(page, '/invoices');
  await rowOf(page, reference).getByRole('button', { name: reference }).click();
  await dialog(page, reference).getByRole('button', { name: 'Faire un avoir' }).click();
  const form = dialog(page, `Avoir sur ${reference}`);
  await typeInto(form.getByLabel('Motif'), 'abîmé');
  await typeInto(form.getByLabel(/^Repris\s:\s/), '11');
  await form.getByRole('button', { name: 'Faire un avoir' }).click();
  await form.getByText('Indiquez ce qui est repris', { exact: false }).waitFor();
  await typeInto(form.getByLabel(/^Repris\s:\s/), '4');
  await form.getByRole('button', { name: 'Faire un avoir' }).click();
  await form.waitFor({ state: 'detached' });
  await goTo(page, '/credit-notes');
  await rowOf(page, reference).waitFor();
  expect(await one('SELECT total_ttc, reason, goods_back FROM credit_notes')).toEqual({
    ...{ total_ttc: 476_00, reason: 'abîmé', goods_back: false },
  });
});

test('[CONSOLE-1] the way back closes what was opened, Escape too, and the focus returns to where it was', async () => {
  const { page } = browser;
  await goTo(page, '/deliveries?q=BL-ALG');
  await rowOf(page, 'BL-ORN').first().waitFor({ state: 'detached' });
  const first = page.locator('.row-name').first();
  const reference = await first.innerText();
  await first.focus();
  await page.keyboard.press('Enter');
  const drawer = dialog(page, reference);
  await drawer.waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('.detail-drawer') !== null);
  await page.goBack();
  await drawer.waitFor({ state: 'detached' });
  await page.waitForFunction((name) => document.activeElement?.textContent === name, reference);
  expect(new URL(page.url()).searchParams.get('open')).toBeNull();

  await page.keyboard.press('Enter');
  await drawer.waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await page.waitForFunction((name) => document.activeElement?.textContent === name, reference);
});

test('[CONSOLE-3] the keyboard goes to pages, rows, the search and the palette', async () => {
  const { page } = browser;
  await goTo(page, '/deliveries');
  await page.locator('.row-name').first().focus();
  await page.keyboard.press('ArrowDown');
  const second = await page.locator('.row-name').nth(1).innerText();
  await page.waitForFunction((name) => document.activeElement?.textContent === name, second);

  await pressKeys(page, '?');
  await dialog(page, 'Touches du clavier').waitFor();
  await page.keyboard.press('Escape');
  await dialog(page, 'Touches du clavier').waitFor({ state: 'detached' });

  await pressKeys(page, '/');
  await pressKeys(page, 'oran');
  await page.waitForFunction(() => new URL(location.href).searchParams.get('q') === 'oran');

  await page.keyboard.press('Control+K');
  await page.locator('[role=dialog] input:focus').waitFor();
  await pressKeys(page, 'produi');
  await page.getByRole('option', { name: 'Produits' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/products');
});

test('[CONSOLE-2] a column’s head sorts the whole list, and the address keeps it', async () => {
  const { page } = browser;
  await goTo(page, '/products');
  await page.getByRole('columnheader', { name: 'Prix HT' }).getByRole('button').click();
  const dearest = await one<{ code: string }>('SELECT code FROM products ORDER BY price_ht DESC LIMIT 1');
  const cheapest = await one<{ code: string }>('SELECT code FROM products ORDER BY price_ht LIMIT 1');
  const firstName = () => page.locator('.row-name').first().innerText();
  await eventually(firstName, (code) => code === cheapest.code, 'the cheapest first');
  await page.getByRole('columnheader', { name: 'Prix HT' }).getByRole('button').click();
  await eventually(firstName, (code) => code === dearest.code, 'the dearest first');
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-price_ht');
});

test('[CONSOLE-4] two admins change one product: the second sees both versions and decides', async () => {
  const { page } = browser;
  const { id } = await one<{ id: number }>(`SELECT id FROM products WHERE code = 'CAM-250'`);
  const product = `/api/admin/products/${id}`;
  await goTo(page, `/products?open=${id}`);
  await page.getByRole('button', { name: 'Modifier' }).click();
  const form = dialog(page, 'Modifier le produit');
  await typeInto(form.getByLabel('Prix HT, en DA'), '301,00');

  // Meanwhile, at another desk.
  const read = await call(world.serverUrl, 'GET', product, { authorization: admin.authorization });
  await call(world.serverUrl, 'PATCH', product, {
    authorization: admin.authorization,
    headers: { 'if-match': read.headers.get('etag') as string },
    body: { price_ht: 299_00, unit: 'boîte' },
  });

  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await form.getByText('Deux personnes ont modifié cette fiche').waitFor();
  const price = form.getByRole('row').filter({ hasText: 'Prix HT' });
  expect((await price.innerText()).replaceAll(/\s/g, ' ')).toContain('301,00 DA 299,00 DA');
  await form.getByRole('button', { name: 'Garder la mienne' }).click();
  await form.waitFor({ state: 'detached' });
  // What was kept is the price alone: the other's unit, which this form had not touched, stays as well as its own.
  expect(await one('SELECT price_ht FROM products WHERE id = $1', [id])).toEqual({ price_ht: 301_00 });
});

test('[CONSOLE-7] clients, depots and people are made at HQ, and a person is moved', async () => {
  const { page } = browser;
  await goTo(page, '/clients');
  await page.getByRole('button', { name: 'Nouveau client' }).click();
  const client = dialog(page, 'Nouveau client');
  await typeInto(client.getByLabel('Nom', { exact: true }), 'Supérette Essalam');
  await typeInto(client.getByLabel('Téléphone'), '0550 12 34 56');
  await client.getByRole('button', { name: 'Nouveau client' }).click();
  await client.waitFor({ state: 'detached' });
  await typeInto(page.getByLabel('Chercher'), 'essalam');
  await rowOf(page, 'Supérette Essalam').waitFor();
  await page.getByRole('button', { name: 'Nouveau client' }).click();
  await typeInto(client.getByLabel('Nom', { exact: true }), 'essalam, Superette');
  await client.getByText('Peut-être déjà connu').waitFor();
  await page.keyboard.press('Escape');
  await rowOf(page, 'Supérette Essalam').getByRole('button').click();
  await dialog(page, 'Supérette Essalam').getByRole('button', { name: 'Modifier' }).click();
  const edit = dialog(page, 'Modifier');
  await edit.getByRole('combobox', { name: /^Dépôts/ }).press('ArrowDown');
  await page.getByRole('option', { name: /Oran/ }).click();
  await page.getByRole('option', { name: /Alger/ }).click();
  await page.keyboard.press('Tab');
  await edit.getByRole('button', { name: 'Enregistrer' }).click();
  await edit.waitFor({ state: 'detached' });
  await dialog(page, 'Supérette Essalam')
    .getByText(/Alger.*Oran|Oran.*Alger/)
    .waitFor();
  await page.keyboard.press('Escape');

  await goTo(page, '/depots');
  await page.getByRole('button', { name: 'Nouveau dépôt' }).click();
  const depot = dialog(page, 'Nouveau dépôt');
  await typeInto(depot.getByLabel('Code'), 'cne');
  await typeInto(depot.getByLabel('Nom'), 'Dépôt de Constantine');
  await page.keyboard.press('Enter');
  await rowOf(page, 'Dépôt de Constantine').waitFor();

  await goTo(page, '/users');
  await page.getByRole('button', { name: 'Nouveau compte' }).click();
  const user = dialog(page, 'Nouveau compte');
  await typeInto(user.getByLabel('Nom', { exact: true }), 'Lina Cherif');
  await typeInto(user.getByLabel('Nom d’utilisateur'), 'lina.cne');
  await pick(user.getByRole('combobox', { name: 'Rôle' }), 'vendeur');
  await pick(user.getByRole('combobox', { name: 'Dépôt' }), /Constantine/);
  await typeInto(user.getByLabel('Premier mot de passe', { exact: true }), 'un-premier-mot');
  await user.getByRole('button', { name: 'Nouveau compte' }).click();
  await rowOf(page, 'Lina Cherif').getByRole('button', { name: 'Lina Cherif', exact: true }).click();
  await dialog(page, 'Lina Cherif').getByRole('button', { name: 'Changer de poste' }).click();
  const post = dialog(page, 'Nouveau poste de Lina Cherif');
  await pick(post.getByRole('combobox', { name: 'Dépôt' }), /Alger/);
  await post.getByRole('button', { name: 'Changer de poste' }).click();
  await post.waitFor({ state: 'detached' });
  expect(
    await one(`SELECT u.role, d.code FROM users u JOIN depots d ON d.id = u.depot_id WHERE u.username = 'lina.cne'`),
  ).toEqual({ role: 'seller', code: 'ALG' });
});

test('[CONSOLE-8] a transfer is entered at HQ with Arabic digits, and lowers what the client owes', async () => {
  const { page } = browser;
  const client = await one<{ id: string; name: string }>(`SELECT id, name FROM clients WHERE name LIKE 'Café du P%'`);
  await goTo(page, '/payments');
  await page.getByRole('button', { name: 'Saisir un encaissement' }).click();
  const form = dialog(page, 'Saisir un encaissement');
  await choose(form.getByLabel('Client'), 'café du', client.name);
  await typeInto(form.getByLabel('Montant, en DA'), '١٢٥٠٫٥٠');
  await form.getByRole('button', { name: 'Saisir un encaissement' }).click();
  await form.waitFor({ state: 'detached' });
  expect(await one('SELECT amount, method FROM payments WHERE client_id = $1', [client.id])).toEqual({
    amount: 1_250_50,
    method: 'TRANSFER',
  });
});

test('[CONSOLE-9] a bad file is refused by line and column, a good one is shown first and then taken whole', async () => {
  const { page } = browser;
  await goTo(page, '/import');
  const file = (text: string) => ({ name: 'produits.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });
  const header = 'Réf. maison;Nom;unit;Prix HT (DA);TVA\r\n';
  const input = page.locator('input[type=file]');
  await input.setInputFiles(file(`${header}X-1;Crème;pot;12,5,0;19\r\n;Lait;litre;90;dix\r\n`));
  await page.getByRole('button', { name: 'Vérifier' }).click();
  const means = page.getByRole('combobox', { name: 'Réf. maison' });
  await choose(means, 'code', /^Code \*/);
  await page.getByRole('button', { name: 'Retenir et vérifier' }).press('Enter');
  await means.waitFor({ state: 'detached' });
  const faults = page.getByRole('table', { name: 'Ce fichier ne peut pas être pris tel quel' });
  await faults.waitFor();
  const rows = (await faults.getByRole('row').allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' ').trim());
  expect(rows.slice(1)).toEqual([
    '2 Prix HT (DA) Cela ne se lit pas dans cette colonne : « 12,5,0 »',
    '3 Code La case est vide.',
    '3 TVA % Cela ne se lit pas dans cette colonne : « dix »',
  ]);

  await input.setInputFiles(file(`${header}X-1;Crème;pot;1 250,50;19\r\n`));
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await page.getByRole('cell', { name: 'Crème' }).waitFor();
  expect(await one(`SELECT count(*)::int AS n FROM products WHERE code = 'X-1'`)).toEqual({ n: 0 });
  await page.getByRole('button', { name: 'Prendre cette ligne' }).click();
  await page.getByText('1 enregistrée').waitFor();
  await page.getByRole('button', { name: 'Reçu de l’import' }).waitFor();
  expect(await one(`SELECT name, price_ht FROM products WHERE code = 'X-1'`)).toEqual({
    name: 'Crème',
    price_ht: 1_250_50,
  });
});
