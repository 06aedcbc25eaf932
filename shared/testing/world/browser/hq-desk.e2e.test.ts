import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealTestFile } from '#server/testing/seal-test-file.ts';
import { DAY_MS } from '../../../contract/durations.ts';
import { algiersDay } from '../../../domain/references.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { choose, dialog, goTo, pick, rowOf, typeDay } from './hq-hands.ts';

/** HQ decides what devices have handed in, and moves goods, in a real browser and by its keyboard. */
let database: TestDatabase;
let world: World;
let browser: Browser;
let admin: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
  admin = await signIn(world.serverUrl, 'admin');
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

const one = async <T extends object>(sql: string): Promise<T> => (await world.database.query<T>(sql)).rows[0] as T;

test('[WIPE-13] an admin reads what is held, and lets it count or leaves it out, after one question', async () => {
  const { device, authorization } = await signIn(world.serverUrl, 'driver1.alger');
  const { rows } = await world.database.query(
    `SELECT d.id, d.reference FROM deliveries d JOIN users u ON u.id = d.driver_user_id
     WHERE u.username = 'driver1.alger' AND d.status = 'PENDING' ORDER BY d.reference LIMIT 2`,
  );
  const failures = rows.map(({ id }, index) =>
    device.say({
      entity_type: 'DELIVERY',
      entity_id: id,
      action: 'DELIVERY_FAILED',
      payload: { reason: 'CLOSED', note: `rideau baissé ${index}` },
    }),
  );
  await call(world.serverUrl, 'POST', `/api/admin/devices/${device.id}/revoke`, {
    authorization: admin.authorization,
    body: { reason: 'perdu' },
  });
  await call(world.serverUrl, 'POST', '/api/sync/push', { authorization, body: device.pushBody(failures) });
  const status = async (index: number) =>
    (await world.database.query('SELECT status FROM events WHERE id = $1', [failures[index]!.id])).rows[0].status;

  const { page } = browser;
  await page.goto(`${world.serverUrl}/attention?kind=held`);
  await typeInto(page.getByLabel('Nom d’utilisateur'), 'admin');
  await typeInto(page.getByLabel('Mot de passe'), DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  const rowOf = (index: number) => page.getByRole('row').filter({ hasText: rows[index]!.reference });
  await rowOf(0).getByRole('button').focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog').filter({ hasText: 'Ce qu’elle dit' });
  await drawer.getByText('rideau baissé 0').first().waitFor();
  await drawer.getByText('perdu').waitFor();
  await drawer.getByRole('button', { name: 'Prendre en compte' }).focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Prendre cette saisie en compte ?' });
  await question.waitFor();
  expect(await status(0)).toBe('QUARANTINED');
  await question.getByRole('button', { name: 'Prendre en compte' }).focus();
  await page.keyboard.press('Enter');
  await rowOf(0).waitFor({ state: 'detached' });
  expect(await status(0)).toBe('APPLIED');

  await rowOf(1).getByRole('button').click();
  await drawer.getByRole('button', { name: 'Écarter' }).click();
  await page.getByRole('dialog', { name: 'Écarter cette saisie ?' }).getByRole('button', { name: 'Annuler' }).click();
  expect(await status(1)).toBe('QUARANTINED');
  await drawer.getByRole('button', { name: 'Écarter' }).click();
  await page.getByRole('dialog', { name: 'Écarter cette saisie ?' }).getByRole('button', { name: 'Écarter' }).click();
  await rowOf(1).waitFor({ state: 'detached' });
  expect(await status(1)).toBe('REJECTED');

  await page.goto(`${world.serverUrl}/devices?is_active=false`);
  await page.getByText('perdu').waitFor();
  await page.getByText('effacement transmis').waitFor();
});

test('[CONSOLE-17] [INBOX-1] goods and cash of a delivery that HQ had cancelled are settled from the inbox, with a note', async () => {
  const { page } = browser;
  const driver = await signIn(world.serverUrl, 'driver2.alger');
  const { rows } = await world.database.query<{
    id: string;
    reference: string;
    qr_payload: string;
    client_id: string;
    product_id: number;
  }>(
    `SELECT d.id, d.reference, d.qr_payload, d.client_id, (d.lines -> 0 ->> 'product_id')::int AS product_id FROM deliveries d
     JOIN users u ON u.id = d.driver_user_id WHERE u.username = 'driver2.alger' AND d.status = 'PENDING' LIMIT 1`,
  );
  const note = rows[0]!;
  const { authorization } = admin;
  await call(world.serverUrl, 'POST', `/api/admin/deliveries/${note.id}/cancel`, { authorization });
  const event = driver.device.say({
    ...{ entity_type: 'DELIVERY', entity_id: note.id, action: 'DELIVERY_VALIDATED' },
    payload: {
      ...{ qr_scanned: note.qr_payload, validated_at: new Date().toISOString(), cash_collected: 1_500_00 },
      lines: [{ product_id: note.product_id, delivered: 2 }],
    },
  });
  await call(world.serverUrl, 'POST', '/api/sync/push', {
    ...{ authorization: driver.authorization, body: driver.device.pushBody([event]) },
  });
  await page.goto(`${world.serverUrl}/attention`);
  const row = page.getByRole('row').filter({ hasText: note.reference });
  await row.getByRole('button').first().click();
  const drawer = page.getByRole('dialog').filter({ hasText: 'Ce qu’elle dit' });
  await drawer.getByRole('table').waitFor();
  expect((await drawer.innerText()).replaceAll(/\s/g, ' ')).toContain('Encaissé 1 500,00 DA');

  await drawer.getByRole('button', { name: 'Ajouter une note' }).click();
  const noting = page.getByRole('dialog', { name: 'Ajouter une note' });
  await typeInto(noting.getByLabel('Note'), 'appelé le client');
  await noting.getByRole('button', { name: 'Ajouter une note' }).click();
  await noting.waitFor({ state: 'detached' });
  await drawer.getByText('appelé le client').waitFor();

  await drawer.getByRole('button', { name: 'Régler' }).click();
  const form = page.getByRole('dialog', { name: 'Régler' });
  await typeInto(form.getByLabel('Motif'), 'vu avec le chauffeur');
  await typeInto(form.getByLabel(/^Argent pris/), '1500');
  await typeInto(form.getByLabel(/^Parti\s:\s/), '2');
  await form.getByRole('button', { name: 'Régler' }).click();
  await form.waitFor({ state: 'detached' });
  await row.waitFor({ state: 'detached' });
  const done = `SELECT (SELECT outcome FROM inbox_answers WHERE event_id = $1) AS outcome,
    (SELECT sum(quantity)::int FROM stock_moves WHERE event_id = $1) AS moved,
    (SELECT amount FROM payments WHERE client_id = $2 ORDER BY collected_at DESC LIMIT 1) AS paid`;
  expect((await world.database.query(done, [event.id, note.client_id])).rows).toEqual([
    { outcome: 'BOOKED', moved: -2, paid: 1_500_00 },
  ]);
  await page.getByRole('combobox', { name: 'Déjà réglées ou non' }).click();
  await page.getByRole('option', { name: 'réglées', exact: true }).click();
  await row.getByText('marchandise ou argent pris en compte').waitFor();
});

test('[CONSOLE-14] goods come in as a lot, are sent to another depot, arrive with a difference, and the lot is held back', async () => {
  const { page } = browser;
  await goTo(page, '/stock');
  await page.getByRole('button', { name: 'Enregistrer une entrée' }).first().click();
  const receipt = dialog(page, /^Entrée de marchandise/);
  await choose(receipt.getByRole('combobox', { name: 'Produit' }), 'cam-250', /CAM-250/);
  await typeInto(receipt.getByLabel('Lot', { exact: true }), 'ESSAI-1');
  await typeInto(receipt.getByLabel('Quantité entrée'), '40');
  await typeDay(receipt.getByLabel(/^Produit le/), '2026-11-20');
  await typeDay(receipt.getByLabel(/^Expire le/), '2030-01-31');
  await typeInto(receipt.getByLabel('Motif'), 'production du matin');
  await receipt.getByRole('button', { name: 'Enregistrer une entrée' }).click();
  await receipt.waitFor({ state: 'detached' });

  await goTo(page, '/lots?q=ESSAI-1');
  await rowOf(page, 'ESSAI-1').getByRole('button', { name: 'ESSAI-1' }).click();
  const lot = dialog(page, 'ESSAI-1');
  await lot.getByText('production du matin').waitFor();
  await lot.getByRole('button', { name: 'Transférer' }).click();
  const transfer = dialog(page, 'Transfert du lot ESSAI-1');
  await typeInto(transfer.getByLabel('Quantité envoyée'), '41');
  await page.keyboard.press('Tab');
  await transfer.getByRole('alert').waitFor();
  await typeInto(transfer.getByLabel('Quantité envoyée'), '15');
  await pick(transfer.getByRole('combobox', { name: 'Vers' }), /Oran/);
  await typeInto(transfer.getByLabel('Motif'), 'besoin');
  await transfer.getByRole('button', { name: 'Transférer' }).click();
  await transfer.waitFor({ state: 'detached' });
  await lot.getByRole('cell', { name: 'Transfert envoyé' }).waitFor();

  await lot.getByRole('button', { name: 'Bloquer ou libérer' }).click();
  const state = dialog(page, 'État du lot ESSAI-1');
  await pick(state.getByRole('combobox', { name: 'Nouvel état' }), 'rappelé');
  await typeInto(state.getByLabel('Motif'), 'analyse');
  await state.getByRole('button', { name: 'Bloquer ou libérer' }).click();
  await state.waitFor({ state: 'detached' });
  await lot.getByText('rappelé').waitFor();

  await goTo(page, '/transfers');
  await rowOf(page, 'ESSAI-1').getByRole('button', { name: 'ESSAI-1' }).click();
  await dialog(page, 'ESSAI-1').getByRole('button', { name: 'Réceptionner' }).click();
  const arrival = dialog(page, 'Réception du lot ESSAI-1');
  await typeInto(arrival.getByLabel('Quantité arrivée'), '14');
  await typeInto(arrival.getByLabel('Motif de l’écart'), 'une caisse cassée');
  await arrival.getByRole('button', { name: 'Réceptionner' }).click();
  await arrival.waitFor({ state: 'detached' });
  await rowOf(page, 'ESSAI-1').getByText('reçu avec un écart').waitFor();
  const lots = `SELECT d.code, l.remaining_quantity AS n, l.state FROM lots l JOIN depots d ON d.id = l.depot_id
    WHERE l.lot_number = 'ESSAI-1' ORDER BY d.code`;
  expect((await world.database.query(lots)).rows).toEqual([
    { code: 'ALG', n: 25, state: 'RECALLED' },
    { code: 'ORN', n: 14, state: 'RECALLED' },
  ]);
});

test('[CONSOLE-15] a lot’s recall names who got it, by telephone, as a page and as a file', async () => {
  const { page } = browser;
  const seller = await signIn(world.serverUrl, 'seller1.alger');
  const client = await one<{ id: string; name: string; phone: string }>(
    `SELECT id, name, phone FROM clients WHERE name LIKE 'Café du P%'`,
  );
  const taken = await one<{ id: string; product_id: number; lot_number: string }>(
    `SELECT l.id, l.product_id, l.lot_number FROM lots l JOIN depots d ON d.id = l.depot_id
     WHERE d.code = 'ALG' AND l.remaining_quantity > 0 AND l.state = 'OK' ORDER BY l.produced_at, l.lot_number LIMIT 1`,
  );
  const invoice = seller.device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      ...{ client_id: client.id, handed_over: true, payment: 'CREDIT' },
      lines: [{ product_id: taken.product_id, quantity: 1, unit_price_ht: 100_00, tva_rate: 19 }],
      ...{ total_ht: 100_00, total_tva: 19_00, stamp_duty: 0, total_ttc: 119_00 },
    },
  });
  await call(world.serverUrl, 'POST', '/api/sync/push', {
    authorization: seller.authorization,
    body: seller.device.pushBody([invoice]),
  });
  await goTo(page, `/lots/${taken.id}/recall`);
  const row = rowOf(page, client.name);
  await row.waitFor();
  expect(await row.innerText()).toContain(client.phone);
  expect(await row.innerText()).toContain('calcul du stock');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Fichier CSV' }).click(),
  ]);
  const text = await readFile((await file.path()) as string, 'utf8');
  expect(text).toContain(client.phone.replace(/^\+/, "'+"));
});

test('[UNSENT-6] [UNSENT-7] a phone’s file is taken at the console, twice without harm, and a damaged one is told in a sentence', async () => {
  const { page } = browser;
  const seller = await signIn(world.serverUrl, 'seller1.alger');
  const { body } = await call(world.serverUrl, 'GET', '/.well-known/jwks.json');
  const said = seller.device.say({
    ...{ entity_type: 'CLIENT', entity_id: testIds.uuid(), action: 'CLIENT_CREATED' },
    payload: { name: 'Épicerie du fichier' },
  });
  const sealed = await sealTestFile(JSON.stringify({ v: 1, events: [said] }), body.keys);
  await goTo(page, '/queue-file');
  const bring = async (text: string) => {
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'en-attente.jwe', mimeType: 'application/jose', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Prendre les saisies' }).press('Enter');
  };
  await bring(sealed);
  await page.getByText('1 saisie est arrivée au siège par ce fichier.').waitFor();
  expect(await one(`SELECT count(*)::int AS n FROM clients WHERE name = 'Épicerie du fichier'`)).toEqual({ n: 1 });
  await bring(sealed);
  await page.getByText('1 saisie était déjà au siège').waitFor();
  await bring(sealed.slice(0, -30));
  await page.getByRole('alert').getByText('Le fichier a été abîmé en chemin').waitFor();
  await bring('nom;prix');
  await page.getByText('Ce n’est pas le fichier d’un téléphone').waitFor();
});

test('[ERP-7] an admin makes a key for a program at the console, which shows it once, and revokes it', async () => {
  const { page } = browser;
  await goTo(page, '/service-accounts?do=new');
  const form = dialog(page, 'Clé pour un programme');
  await typeInto(form.getByLabel('Programme'), 'Sage');
  await pick(form.getByRole('combobox', { name: 'Dépôt' }), /Alger/);
  await form.getByRole('combobox', { name: 'Ce qu’il peut faire' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'Lire : Clients' }).waitFor();
  expect(await page.getByRole('option', { name: 'Écrire : Produits' }).count()).toBe(0);
  await page.getByRole('option', { name: 'Lire : Clients' }).click();
  await page.keyboard.press('Tab');
  await form.getByRole('button', { name: 'Créer la clé' }).click();
  const key = (await form.getByRole('status').innerText()).trim();
  await form.getByRole('button', { name: 'Fermer' }).last().click();
  await form.waitFor({ state: 'detached' });
  const row = rowOf(page, 'Sage');
  await row.getByText('Lire : Clients').waitFor();
  expect(await page.content()).not.toContain(key);
  const asked = () => call(world.serverUrl, 'GET', '/api/admin/clients', { authorization: `Bearer ${key}` });
  expect((await asked()).status).toBe(200);
  await row.getByRole('button', { name: 'Révoquer' }).click();
  const sure = dialog(page, 'Révoquer la clé de Sage ?');
  await typeInto(sure.getByLabel('Motif'), 'remplacée');
  await sure.getByRole('button', { name: 'Révoquer' }).click();
  await row.getByText('révoquée').waitFor();
  expect((await asked()).status).toBe(401);
});

test('[LIVE-2] what changes at another desk is shown within seconds, and nothing is asked meanwhile', async () => {
  const { page } = browser;
  const { authorization } = admin;
  await goTo(page, '/clients?q=vivant');
  await page.getByText('Rien ne correspond').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const made = await call(world.serverUrl, 'POST', '/api/admin/clients', {
    authorization,
    body: { name: 'Café Vivant' },
  });
  expect(made.status).toBe(201);
  await rowOf(page, 'Café Vivant').waitFor();
  expect(asked.filter((path) => path === '/api/admin/clients')).toHaveLength(1);
  expect(asked.filter((path) => path === '/api/admin/products')).toEqual([]);
  page.removeAllListeners('request');
});

test('[CONSOLE-19] [CONSOLE-20] a client’s statement is printed from its drawer, and a list is had as a file', async () => {
  const { page } = browser;
  const client = await one<{ name: string }>(
    'SELECT c.name FROM invoices i JOIN clients c ON c.id = i.client_id LIMIT 1',
  );
  await goTo(page, `/clients?q=${encodeURIComponent(client.name)}`);
  await rowOf(page, client.name).getByRole('button', { name: client.name }).click();
  await page.getByRole('link', { name: 'Relevé de compte' }).click();
  await page.getByRole('article').getByText('Solde au début').waitFor();
  expect(await page.getByRole('article').innerText()).toMatch(/FAC-ALG-\d{4}-000001/);
  await goTo(page, '/invoices');
  await page.locator('.row-name').first().waitFor();
  const savedAs = async (form: string) => {
    await page.getByRole('button', { name: 'Fichier', exact: true }).click();
    const choice = page.getByRole('menuitem', { name: form });
    await choice.waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), choice.press('Enter')]);
    return saved;
  };
  const file = await savedAs('Texte CSV');
  const lines = (await readFile((await file.path()) as string, 'utf8')).split('\r\n');
  const { n } = await one<{ n: number }>('SELECT count(*)::int AS n FROM invoices');
  expect(lines[0]).toContain('Facture;Émise le;Client');
  expect(lines).toHaveLength(n + 2);
  const workbook = await savedAs('Classeur Excel');
  expect(workbook.suggestedFilename()).toMatch(/\.xlsx$/);
  const rows = await readSheet((await workbook.path()) as string);
  expect(rows[0]?.slice(0, 3)).toEqual(['Facture', 'Émise le', 'Client']);
  expect(rows).toHaveLength(n + 1);
  await goTo(page, '/numbers');
  await rowOf(page, 'Dépôt d’Alger').first().getByText('aucun numéro ne manque').waitFor();
});

test('[CONSOLE-22] a month’s sales journal is a file in which each piece is balanced', async () => {
  const { page } = browser;
  await goTo(page, '/accounting');
  await rowOf(page, '19').first().waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Journal des ventes' }).click(),
  ]);
  const [head, ...lines] = (await readFile((await file.path()) as string, 'utf8')).trim().split('\r\n');
  expect(head).toBe('DATE;JOURNAL;PIECE;COMPTE;LIBELLE;DEBIT;CREDIT;TIERS');
  const sums = new Map<string, number>();
  for (const line of lines) {
    const [, , piece = '', , , debit = '', credit = ''] = line.split(';');
    const amount =
      Math.round(Number(debit.replace(',', '.')) * 100) - Math.round(Number(credit.replace(',', '.')) * 100);
    sums.set(piece, (sums.get(piece) ?? 0) + amount);
  }
  expect(sums.size).toBeGreaterThan(0);
  expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
});

test('[CONSOLE-23] a month is closed on its screen, and a journal that is taken of it stands there with its hash', async () => {
  const { page } = browser;
  const first = `${algiersDay(Date.now()).slice(0, 7)}-01`;
  const month = new Date(Date.parse(first) - 40 * DAY_MS).toISOString().slice(0, 7);
  await goTo(page, `/accounting?month=${month}`);
  await page.getByRole('button', { name: 'Clôturer le mois' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clôturer le mois' }).click();
  await page.getByText('rien n’y change plus').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Journal des ventes' }).click(),
  ]);
  const bytes = await readFile((await file.path()) as string);
  await page.getByText(createHash('sha256').update(bytes).digest('hex')).waitFor();
});
