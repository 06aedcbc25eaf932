import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, DEMO_PASSWORD, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';

/** HQ reads a fraud signal's evidence and says that it has seen it, in a real browser and by its keyboard. */
let database: TestDatabase;
let world: World;
let browser: Browser;
let driver: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  browser = await openBrowser({ width: 1280, height: 800 });
  driver = await signIn(world.serverUrl, 'driver1.alger');
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

/** A delivery that is said to fail about 1.1 km north of its client. */
async function failFarAway(): Promise<string> {
  const { rows } = await world.database.query<{ id: string; reference: string; place: { lat: number; lng: number } }>(
    `SELECT d.id, d.reference, c.location AS place FROM deliveries d JOIN clients c ON c.id = d.client_id
     WHERE d.status = 'PENDING' AND d.driver_user_id = $1 ORDER BY d.reference LIMIT 1`,
    [driver.session.user.id],
  );
  const { id, reference, place } = rows[0]!;
  const location = { lat: place.lat + 0.01, lng: place.lng, accuracy_m: 10 };
  const event = driver.device.say({
    entity_type: 'DELIVERY',
    entity_id: id,
    action: 'DELIVERY_FAILED',
    payload: { reason: 'ABSENT', note: 'personne au dépôt', location },
  });
  await call(world.serverUrl, 'POST', '/api/sync/push', {
    authorization: driver.authorization,
    body: driver.device.pushBody([event]),
  });
  return reference;
}

test('[FRAUD-20] [FRAUD-21] [FRAUD-22] HQ reads how far it was, what was said, whose it is, and says that it has seen it', async () => {
  const reference = await failFarAway();
  const { page } = browser;
  await page.goto(`${world.serverUrl}/attention?kind=alerts&alert=FAR_FROM_CLIENT&user_id=${driver.session.user.id}`);
  await typeInto(page.getByLabel('Nom d’utilisateur'), 'admin');
  await typeInto(page.getByLabel('Mot de passe'), DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  const people = page.getByRole('region', { name: 'Signaux à voir, par personne' });
  await people.getByRole('link', { name: driver.session.user.name }).waitFor();

  const row = page.getByRole('row').filter({ hasText: reference });
  await row.getByRole('button', { name: 'Saisie loin du client' }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Saisie loin du client' });
  const evidence = drawer.getByRole('region', { name: 'Indices' });
  await evidence.getByText(/Saisie à \S1\u202F1\d\d\sm\S du client/).waitFor();
  await evidence.getByText(/Seuil\s: \S500\sm\S/).waitFor();
  expect(await drawer.getByRole('link', { name: reference }).getAttribute('href')).toContain('/deliveries?open=');
  expect(await drawer.getByRole('link', { name: driver.session.user.name }).getAttribute('href')).toBe(
    '/users?q=driver1.alger',
  );

  await drawer.getByRole('link', { name: 'Lire la saisie' }).focus();
  await page.keyboard.press('Enter');
  const said = page.getByRole('dialog', { name: 'Livraison impossible' });
  await said.getByText('personne au dépôt').first().waitFor();
  await page.keyboard.press('Escape');
  await said.waitFor({ state: 'detached' });

  await drawer.getByRole('button', { name: 'Marquer comme vue' }).focus();
  await page.keyboard.press('Enter');
  await drawer
    .getByRole('status')
    .getByText(/Vue par/)
    .waitFor();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('radiogroup', { name: 'Déjà vues ou non' }).getByText('Vues', { exact: true }).click();
  await row.waitFor();
  const { rows } = await world.database.query(
    `SELECT u.username FROM alerts a JOIN users u ON u.id = a.seen_by WHERE a.kind = 'FAR_FROM_CLIENT'`,
  );
  expect(rows).toEqual([{ username: 'admin' }]);
});
