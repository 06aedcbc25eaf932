import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, DEMO_PASSWORD, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';

/** HQ decides about what a revoked phone has handed in, in a real browser and by its keyboard. */
let database: TestDatabase;
let world: World;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

test('[WIPE-13] an admin reads what is held, and lets it count or leaves it out, after one question', async () => {
  const admin = await signIn(world.serverUrl, 'admin');
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
  page.setDefaultTimeout(15_000);
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
  const { authorization } = await signIn(world.serverUrl, 'admin');
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
