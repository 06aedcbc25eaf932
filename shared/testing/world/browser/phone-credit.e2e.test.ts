import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, eventually } from '../start-world.ts';
import { openBrowser } from './chromium.ts';
import { cash, confirm } from './delivery-hands.ts';
import { type DriverWorld, openDriverWorld } from './driver-world.ts';
import { pressKeys, typeInto } from './hands.ts';
import { dialog, goTo, signInAtHq } from './hq-hands.ts';
import { openNote, plain } from './phone-screens.ts';
import type { PlannedNote } from './planned-note.ts';

/** A client who may owe just what one planned note is worth, and a driver without a network. */
let place: DriverWorld;
let first: PlannedNote;
let second: PlannedNote;
const LIMIT = 8_806_00;

beforeAll(async () => {
  place = await openDriverWorld();
  first = await place.plan('driver1.alger');
  await limitOf(first);
  const { page } = place.driver;
  second = await place.planned(page, 'driver1.alger');
});
afterAll(() => place?.close());

const clientOf = async (note: PlannedNote): Promise<string> => {
  const { rows } = await place.world.database.query('SELECT client_id FROM deliveries WHERE id = $1', [note.id]);
  return rows[0].client_id;
};

async function limitOf(note: PlannedNote): Promise<void> {
  const { serverUrl } = place.world;
  const { authorization } = place.admin;
  const path = `/api/admin/clients/${await clientOf(note)}`;
  const read = await call(serverUrl, 'GET', path, { authorization });
  expect(read.body.balance).toBe(0);
  const headers = { 'if-match': read.headers.get('etag') as string };
  const changed = await call(serverUrl, 'PATCH', path, { authorization, headers, body: { credit_limit: LIMIT } });
  expect(changed.status).toBe(200);
}

const above = (page: Page) => page.getByRole('status').filter({ hasText: 'Au-dessus du crédit accordé' });
const says = async (page: Page, owed: string) => {
  const words = `Au-dessus du crédit accordé : ${owed} DA au lieu de 8 806,00 DA`;
  await eventually(
    async () => plain(await above(page).last().textContent()),
    (text) => text === words,
    words,
  );
};
const saved = (page: Page) => page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();

test('[SELL-6] without a network: a delivery to the limit is one tap, one beyond it is asked about with both amounts, and is recorded all the same', async () => {
  const { page } = place.driver;
  place.wifi.cut();
  await openNote(page, first.qr_payload);
  // What is owed and may be owed, and how long ago HQ said so.
  await page.getByText(/^Doit 0,00\sDA · crédit accordé\s: 8\s806,00\sDA · vu du siège /).waitFor();
  expect(await above(page).count()).toBe(0);
  await confirm(page).click();
  await saved(page);
  await page.getByRole('button', { name: 'Facturer ce bon' }).click();
  await page.getByRole('radio', { name: 'à crédit' }).click();
  expect(await above(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Vérifier la facture' }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Enregistrer la facture' }).click();
  await page.getByText('BROUILLON').waitFor();

  await openNote(page, second.qr_payload);
  await page.getByText(/^8\s806,00\sDA de plus enregistrés ici depuis$/).waitFor();
  await says(page, '17 612,00');
  await confirm(page).click();
  const asked = page.getByRole('dialog', { name: 'Avant de confirmer' });
  await asked.getByText(/^Ce client devra 17\s612,00\sDA, pour un crédit accordé de 8\s806,00\sDA\.$/).waitFor();
  await asked.getByRole('button', { name: 'Revoir' }).click();
  await asked.waitFor({ state: 'detached' });
  // To the centime: paid whole there is nothing to say; a centime less, and it is said.
  await cash(page).click();
  await pressKeys(page, '8806');
  await above(page).waitFor({ state: 'detached' });
  await typeInto(cash(page), '8805,99');
  await says(page, '8 806,01');
  await confirm(page).click();
  await asked.getByText(/^Ce client devra 8\s806,01\sDA/).waitFor();
  await asked.getByRole('button', { name: 'Confirmer quand même' }).click();
  await saved(page);
});

test('[SELL-6] a payment says what will be left of it, and a sale beyond the limit says so on its form and once more before it is saved', async () => {
  const { page } = place.driver;
  place.wifi.reconnect();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  await page.getByRole('link', { name: 'Vendre' }).click();
  await page.getByRole('button', { name: 'Encaisser un paiement' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), second.client_name.toLowerCase());
  await page
    .getByRole('button', { name: new RegExp(`^${second.client_name}`) })
    .first()
    .click();
  // Of the second note there is no invoice yet: what was paid for it stands to the client's credit. Nothing counts twice.
  await page.getByText(/^Doit 0,01\sDA · crédit accordé/).waitFor();
  expect(await page.getByText('enregistrés ici depuis').count()).toBe(0);
  place.wifi.cut();
  expect(await above(page).count()).toBe(0);
  await typeInto(page.getByLabel('Montant reçu (DA)'), '0,01');
  await page.getByRole('button', { name: 'Enregistrer l’encaissement' }).click();
  await page.getByRole('button', { name: 'Terminé' }).click();

  await page.getByRole('button', { name: 'Nouvelle facture' }).click();
  await typeInto(page.getByRole('searchbox', { name: 'Chercher un client' }), second.client_name.toLowerCase());
  await page
    .getByRole('button', { name: new RegExp(`^${second.client_name}`) })
    .first()
    .click();
  await page.getByText(/^0,01\sDA de moins enregistrés ici depuis$/).waitFor();
  await typeInto(page.getByRole('searchbox', { name: 'Ajouter un produit' }), 'halloumi');
  await page.getByRole('button', { name: /^Halloumi/ }).click();
  await typeInto(page.getByLabel(/^Quantité\s: Halloumi/), '999');
  const total = page.locator('.totals dd').last();
  expect(await above(page).count()).toBe(0);
  await page.getByRole('radio', { name: 'à crédit' }).click();
  const owed = plain(await total.textContent()).replace(' DA', '');
  await says(page, owed);
  await page.getByRole('button', { name: 'Vérifier la facture' }).click();
  const review = page.getByRole('dialog', { name: 'Enregistrer cette facture ?' });
  await review.getByRole('status').filter({ hasText: 'Au-dessus du crédit accordé' }).waitFor();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await review.getByRole('button', { name: 'Enregistrer la facture' }).click();
  await page.getByText('BROUILLON').waitFor();
});

test('[SELL-7] HQ is told of the two that went beyond, each in a sentence with its amounts, and of the one that went to the limit nothing', async () => {
  place.wifi.reconnect();
  const { page } = place.driver;
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  const alerts = () =>
    place.world.database.query(
      "SELECT subject, details FROM alerts WHERE kind = 'OVER_CREDIT_LIMIT' ORDER BY created_at",
    );
  const { rows } = await eventually(alerts, (found) => found.rows.length >= 2, 'HQ is told');
  const client_id = await clientOf(second);
  expect(rows).toMatchObject([
    { subject: second.id, details: { client_id, total_ttc: LIMIT, owed: LIMIT + 1, credit_limit: LIMIT } },
    { details: { client_id, credit_limit: LIMIT } },
  ]);
  const { serverUrl } = place.world;
  const office = await openBrowser({ width: 1280, height: 800 });
  await signInAtHq(office.page, serverUrl);
  await goTo(office.page, '/attention?kind=alerts&alert=OVER_CREDIT_LIMIT');
  const ofNote = office.page.getByRole('row').filter({ hasText: second.reference });
  await ofNote.getByRole('button', { name: 'Client au-dessus du crédit accordé' }).focus();
  await office.page.keyboard.press('Enter');
  await dialog(office.page, 'Client au-dessus du crédit accordé')
    .getByText(/Il devrait alors \S8\s806,01\sDA\S, pour un crédit accordé de \S8\s806,00\sDA\S\./)
    .waitFor();
  await office.close();
});
