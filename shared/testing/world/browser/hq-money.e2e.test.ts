import { copyFile, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { dialog, goTo, pick, rowOf, signInAtHq, typeDay } from './hq-hands.ts';

/** What an accountant makes and rules at HQ, typed key by key. */
let database: TestDatabase;
let world: World;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
  await signInAtHq(browser.page, world.serverUrl);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

const one = async <T extends object>(sql: string): Promise<T> => (await world.database.query<T>(sql)).rows[0] as T;

test('[CONSOLE-24] a month’s delivery notes of a client become one invoice, seen before it is made; cancelled, they wait again', async () => {
  const { page } = browser;
  const driver = await signIn(world.serverUrl, 'driver1.alger');
  const { rows: notes } = await world.database.query<{
    id: string;
    reference: string;
    qr_payload: string;
    client: string;
  }>(
    `SELECT d.id, d.reference, d.qr_payload, c.name AS client FROM deliveries d JOIN clients c ON c.id = d.client_id
     JOIN users u ON u.id = d.driver_user_id WHERE d.status = 'PENDING' AND u.username = 'driver1.alger'
       AND d.client_id = (SELECT o.client_id FROM deliveries o JOIN users v ON v.id = o.driver_user_id
         WHERE o.status = 'PENDING' AND v.username = 'driver1.alger' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)
     ORDER BY d.reference`,
  );
  const said = notes.map(({ id, qr_payload }) =>
    driver.device.say({
      ...{ entity_type: 'DELIVERY', entity_id: id, action: 'DELIVERY_VALIDATED' },
      payload: { qr_scanned: qr_payload, validated_at: new Date().toISOString() },
    }),
  );
  const body = driver.device.pushBody(said);
  await call(world.serverUrl, 'POST', '/api/sync/push', { authorization: driver.authorization, body });
  const [{ client = '', reference = '' } = {}] = notes;
  await goTo(page, '/invoices');
  await page.getByRole('link', { name: 'Facture récapitulative…' }).click();
  await rowOf(page, client).getByRole('button').click();
  await page.getByRole('checkbox', { name: `Facturer ${reference}` }).waitFor();
  await page.getByRole('button', { name: 'Faire la facture' }).click();
  const form = dialog(page, 'Faire cette facture ?');
  await form.getByText('Aucune marchandise ne bouge', { exact: false }).waitFor();
  await form.getByRole('button', { name: 'Faire la facture' }).click();
  await page.getByRole('article', { name: /^FAC-/ }).waitFor();
  const { reference: invoice } = await one<{ reference: string }>(
    'SELECT reference FROM invoices WHERE id IN (SELECT invoice_id FROM invoice_notes)',
  );
  const paper = page.getByRole('article', { name: invoice });
  await paper.getByRole('heading', { name: `Facture récapitulative ${invoice}` }).waitFor();
  await paper.getByRole('cell', { name: reference }).waitFor();

  await page.getByRole('link', { name: 'Factures' }).last().click();
  const drawer = dialog(page, invoice);
  await drawer.getByRole('link', { name: reference }).waitFor();
  await drawer.getByRole('button', { name: 'Annuler la facture' }).click();
  const cancel = dialog(page, `Annuler ${invoice}`);
  await typeInto(cancel.getByLabel('Motif'), 'erreur');
  await cancel.getByRole('button', { name: 'Annuler la facture' }).click();
  await cancel.waitFor({ state: 'detached' });
  await goTo(page, '/invoices/summary');
  await rowOf(page, client).waitFor();
});

test('[CONSOLE-25] a rule of stamp duty is written for a day to come, and what it does is seen before', async () => {
  const { page } = browser;
  await goTo(page, '/stamp-rules');
  await page.getByText('livrée avec le programme').waitFor();
  await page.getByRole('button', { name: 'Ajouter une règle' }).click();
  const form = dialog(page, 'Ajouter une règle');
  const { today, since } = await one<{ today: string; since: string }>(
    `SELECT (now() AT TIME ZONE 'Africa/Algiers')::date AS today, (now() + interval '40 days')::date AS since`,
  );
  await typeDay(form.getByLabel('À partir du'), today);
  await pick(form.getByLabel('Lecture'), 'chaque tranche à son taux');
  await form.getByText('600,00', { exact: false }).waitFor();
  await typeInto(form.getByLabel('Motif', { exact: false }), 'Loi de finances');
  await form.getByRole('button', { name: 'Écrire la règle' }).click();
  await form.getByText('Trop tôt : choisissez un jour à venir.').waitFor();
  await typeDay(form.getByLabel('À partir du'), since);
  await form.getByRole('button', { name: 'Écrire la règle' }).click();
  await form.waitFor({ state: 'detached' });
  await rowOf(page, 'chaque tranche à son taux').getByText('à venir').waitFor();
  expect(await one(`SELECT rule ->> 'reading' AS reading, reason FROM stamp_rules`)).toEqual({
    ...{ reading: 'marginal', reason: 'Loi de finances' },
  });
});

test('[CONSOLE-26] a rate of TVA is written for a day to come, and what it changes is seen before; the journal’s accounts likewise', async () => {
  const { page } = browser;
  await goTo(page, '/tva-rules');
  await page.getByText('Aucun changement de taux écrit', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Changer un taux' }).click();
  const form = dialog(page, 'Changer un taux');
  const { name, since } = await one<{ name: string; since: string }>(
    `SELECT name, (now() + interval '40 days')::date AS since FROM products WHERE tva_rate = 19 ORDER BY name LIMIT 1`,
  );
  await typeInto(form.getByLabel('Nouveau taux, en %'), '9');
  await form.getByLabel('Produits').press('ArrowDown');
  await page.getByRole('option', { name }).first().click();
  await page.keyboard.press('Tab');
  await typeDay(form.getByLabel('À partir du'), since);
  await form.getByText(/passe de .?19/).waitFor();
  await typeInto(form.getByLabel('Motif', { exact: false }), 'Loi de finances');
  await form.getByRole('button', { name: 'Écrire le taux' }).click();
  await form.waitFor({ state: 'detached' });
  await rowOf(page, name).getByText('à venir').waitFor();
  expect(await one(`SELECT tva_rates -> 0 ->> 'since' AS since FROM products WHERE tva_rates IS NOT NULL`)).toEqual({
    since,
  });

  await goTo(page, '/journal-accounts');
  await page.getByRole('button', { name: 'Changer les comptes' }).click();
  const accounts = dialog(page, 'Changer les comptes');
  await typeInto(accounts.getByLabel('Clients'), '411 01');
  await typeInto(accounts.getByLabel('Motif', { exact: false }), 'plan de la société');
  await accounts.getByRole('button', { name: 'Enregistrer' }).click();
  await accounts.getByText('Un numéro de compte', { exact: false }).waitFor();
  await typeInto(accounts.getByLabel('Clients'), '41101');
  await accounts.getByRole('button', { name: 'Enregistrer' }).click();
  await accounts.waitFor({ state: 'detached' });
  await rowOf(page, 'plan de la société').getByText('41101').waitFor();
});

test('[CONSOLE-27] [EVID-3] a device’s journal is checked at HQ, its evidence saved, and verified by the page alone', async () => {
  const { page } = browser;
  const { id } = await one<{ id: string }>('SELECT device_id AS id FROM events ORDER BY device_id LIMIT 1');
  await goTo(page, `/devices?open=${id}`);
  await page.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await page
    .getByRole('status')
    .getByText(/bien signées|elle tient/)
    .waitFor();
  const saved = async (button: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    return download.path();
  };
  const file = await saved('Fichier de preuve');
  const html = await saved('Page de vérification');
  const thumbprint = await page.locator('strong.thumbprint').innerText();
  const alone = await page.context().newPage();
  const asked: string[] = [];
  alone.on('request', (request) => asked.push(request.url()));
  await copyFile(html, `${html}.html`);
  await alone.goto(`file://${html}.html`);
  await alone.locator('#file').setInputFiles({
    ...{ name: 'preuve.json', mimeType: 'application/json' },
    buffer: await readFile(file),
  });
  await alone.getByRole('heading', { name: 'Cohérent en lui-même seulement', exact: false }).waitFor();
  await typeInto(alone.locator('#published'), thumbprint);
  await alone.getByRole('heading', { name: 'Authentique', exact: false }).waitFor();
  expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
  await alone.close();
});

test('[CONSOLE-30] [PAY-5] a cheque of a delivery goes to the bank and comes back unpaid: the slip, the statement and the alert say so', async () => {
  const { page } = browser;
  const driver = await signIn(world.serverUrl, 'driver2.alger');
  const note = await one<{ id: string; reference: string; qr_payload: string; client_id: string; client: string }>(
    `SELECT d.id, d.reference, d.qr_payload, d.client_id, c.name AS client FROM deliveries d
     JOIN clients c ON c.id = d.client_id JOIN users u ON u.id = d.driver_user_id
     WHERE d.status = 'PENDING' AND u.username = 'driver2.alger' ORDER BY d.reference LIMIT 1`,
  );
  const event = driver.device.say({
    ...{ entity_type: 'DELIVERY', entity_id: note.id, action: 'DELIVERY_VALIDATED' },
    payload: {
      ...{ qr_scanned: note.qr_payload, validated_at: new Date().toISOString() },
      cheque: { bank: 'BADR', number: '0000771', amount: 5_000_00 },
    },
  });
  const body = driver.device.pushBody([event]);
  await call(world.serverUrl, 'POST', '/api/sync/push', { authorization: driver.authorization, body });
  await goTo(page, '/payments');
  await page.getByRole('link', { name: 'Remises de chèques' }).last().click();
  const slip = page.getByRole('article', { name: 'Remise de chèques' });
  const row = slip.getByRole('row').filter({ hasText: '0000771' });
  await row.getByText(note.reference).waitFor();
  await page.getByRole('button', { name: 'Remettre à la banque' }).click();
  const deposit = dialog(page, 'Remettre ces chèques à la banque ?');
  await deposit.getByText('1 chèque').waitFor();
  await deposit.getByRole('button', { name: 'Remettre à la banque' }).click();
  await row.getByText(/^remis le /).waitFor();
  await deposit.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Remettre à la banque' }).count()).toBe(0);

  await row.getByRole('button', { name: 'Impayé…' }).focus();
  await page.keyboard.press('Enter');
  const bounce = dialog(page, 'Ce chèque est revenu impayé ?');
  await bounce.getByText('Le client doit de nouveau ce montant', { exact: false }).waitFor();
  await typeInto(bounce.getByLabel('Motif'), 'sans provision');
  await page.keyboard.press('Enter');
  await bounce.waitFor({ state: 'detached' });
  await slip.getByText('Aucun chèque ces jours-là.').waitFor();
  await pick(page.getByRole('combobox', { name: 'État' }), 'revenus impayés');
  await row.getByText('sans provision').waitFor();

  await goTo(page, `/clients/${note.client_id}/statement`);
  const lines = page.getByRole('row').filter({ hasText: note.reference });
  await lines.filter({ hasText: 'Chèque impayé' }).filter({ hasText: '5' }).waitFor();
  await goTo(page, '/attention?kind=alerts&alert=CHEQUE_BOUNCED');
  await page.getByRole('row').getByRole('button', { name: 'Chèque revenu impayé' }).click();
  await dialog(page, 'Chèque revenu impayé')
    .getByText(/Le chèque \S0000771\S \(\SBADR\S\) .*, \S5\s000,00\sDA\S, est revenu impayé\s: \Ssans provision\S\./)
    .waitFor();
});
