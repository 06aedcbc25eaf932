import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { readPhoneDatabase } from '../phone/phone-database.ts';
import { eventually, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { fakeCameraFlags, filmPicture, readPng } from './fake-camera.ts';
import { signInHere, signInOnPhone } from './phone-screens.ts';

/** The whole way, once: from the code on a printed delivery note to the stock at HQ, with nothing played. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
let folder: string;
const browsers: Browser[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  folder = await mkdtemp(join(tmpdir(), 'manchengo-scan-'));
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function open(options: Parameters<typeof openBrowser>[0]): Promise<Browser> {
  const browser = await openBrowser(options);
  browsers.push(browser);
  return browser;
}

interface Planned {
  id: string;
  reference: string;
  client_name: string;
  depot_id: number;
  product_id: number;
  ordered: number;
}

/** A stop of a driver's tour, by its place from 0, and its first line. */
async function stopOf(username: string, place: number): Promise<Planned> {
  const { rows } = await world.database.query<Planned>(
    `SELECT d.id, d.reference, c.name AS client_name, d.depot_id, (lines -> 0 ->> 'product_id')::integer AS product_id,
            (lines -> 0 ->> 'quantity')::integer AS ordered
     FROM deliveries d JOIN users u ON u.id = d.driver_user_id JOIN clients c ON c.id = d.client_id
     WHERE u.username = $1 AND d.status = 'PENDING' AND c.proof IS NULL ORDER BY d.reference LIMIT 1 OFFSET $2`,
    [username, place],
  );
  return rows[0]!;
}

async function stockOf({ depot_id, product_id }: Planned): Promise<number> {
  const { rows } = await world.database.query(
    'SELECT quantity FROM stock_levels WHERE depot_id = $1 AND product_id = $2',
    [depot_id, product_id],
  );
  return rows[0].quantity;
}

/** The lots that a delivery draws from, oldest first. */
async function lotsOf({ depot_id, product_id }: Planned): Promise<number[]> {
  const { rows } = await world.database.query(
    `SELECT remaining_quantity FROM lots WHERE depot_id = $1 AND product_id = $2 ORDER BY produced_at, lot_number`,
    [depot_id, product_id],
  );
  return rows.map(({ remaining_quantity }) => remaining_quantity);
}

/** Photographs a code of the depot's screen or of its paper from as near as a person would hold the phone, with what is around it. */
async function photograph(path: string, code: (page: Page) => Locator, file: string): Promise<void> {
  const { page } = await open({ width: 900, height: 1200 });
  const screen = new URL(world.desktopUrl);
  await page.goto(`${screen.origin}${path}${screen.search}`);
  await filmCode(page, code(page).first(), file);
}

async function filmCode(page: Page, shown: Locator, file: string): Promise<void> {
  await shown.waitFor();
  const code = await shown.boundingBox();
  if (code === null) throw new Error('no code is shown');
  const margin = code.width / 3;
  const clip = {
    x: code.x - margin,
    y: code.y - margin,
    width: code.width + 2 * margin,
    height: code.height + 2 * margin,
  };
  await filmPicture(readPng(await page.screenshot({ clip })), file);
}

interface QueueRow {
  id: string;
  entity_id: string;
  action: string;
  status: string;
  custody: string;
}
const queueOf = (browser: Browser) =>
  readPhoneDatabase(
    browser.page,
    // Its person's entries: the audit of steps goes beside them.
    (sqlite) =>
      sqlite.prepare("SELECT * FROM sync_queue WHERE entity_type <> 'AUDIT' ORDER BY seq").all() as QueueRow[],
  );
const archiveOf = (browser: Browser) =>
  readPhoneDatabase(
    browser.page,
    (sqlite) =>
      sqlite.prepare("SELECT id, outcome, purged_by FROM sync_archive WHERE entity_type <> 'AUDIT'").all() as {
        id: string;
        outcome: string | null;
        purged_by: string;
      }[],
  );

/** Records what the phone tells ears and hands, and gives its camera a light, before the page's own scripts run. */
function fakeSenses(): void {
  const senses = { tones: [] as number[], pulses: [] as unknown[], torch: [] as unknown[] };
  Object.assign(window, { senses });
  navigator.vibrate = (pulses) => senses.pulses.push(pulses) > 0;
  const tone = AudioParam.prototype.setValueAtTime;
  AudioParam.prototype.setValueAtTime = function (this: AudioParam, value, at) {
    senses.tones.push(value);
    return tone.call(this, value, at);
  };
  MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
  MediaStreamTrack.prototype.applyConstraints = async (constraints) => {
    senses.torch.push(constraints?.advanced);
  };
}
const sensed = (page: Page, sense: 'tones' | 'pulses' | 'torch') =>
  page.evaluate((name) => (window as unknown as { senses: Record<string, unknown[]> }).senses[name], sense);

test('[SEED-10.2] [WAY-1] [DELIV-2] [DELIV-3] a note scanned without a network reaches the stock at HQ, and the phone purges it on the server’s statement', async () => {
  const [stop, other] = [await stopOf('driver1.alger', 0), await stopOf('driver1.alger', 1)];
  const film = join(folder, 'note.y4m');
  await photograph(`/deliveries/${stop.id}/print`, (page) => page.getByRole('img'), film);
  const phone = await open({ flags: fakeCameraFlags(film), permissions: ['camera'] });
  const { page } = phone;
  await signInOnPhone(page, wifi.url, 'driver1.alger');
  await page.getByText(/^0 \/ \d+$/).waitFor();
  // The app has to be on the phone before the phone leaves the yard.
  await page.evaluate(() => navigator.serviceWorker.ready);
  const before = { stock: await stockOf(stop), lots: await lotsOf(stop) };

  wifi.cut();
  await page.addInitScript(fakeSenses);
  await page.goto(`${wifi.url}/deliveries/${other.id}`);
  await page.getByRole('button', { name: 'Scanner le bon' }).click();
  await page.getByRole('dialog', { name: 'Ce bon est celui d’un autre arrêt' }).waitFor();
  const words = await page.getByRole('dialog').textContent();
  for (const part of [stop.client_name, stop.reference, other.client_name, other.reference]) {
    expect(words).toContain(part);
  }
  expect([await sensed(page, 'tones'), await sensed(page, 'pulses')]).toEqual([[220, 165], [[140, 80, 140]]]);
  await page.getByRole('button', { name: 'Scanner le bon de cet arrêt' }).click();
  await page.getByRole('button', { name: 'Lampe' }).click();
  await page.getByRole('button', { name: 'Lampe', pressed: true }).click();
  await page.getByRole('button', { name: 'Lampe', pressed: false }).waitFor();
  expect(await sensed(page, 'torch')).toEqual([[{ torch: true }], [{ torch: false }]]);
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.getByRole('button', { name: 'Scanner' }).click();
  await page.getByText('Code authentique').waitFor();
  expect(await sensed(page, 'tones')).toEqual([220, 165, 880, 1_320]);
  await page.getByRole('button', { name: 'Confirmer la livraison' }).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  await page.getByRole('link', { name: '1 à envoyer' }).waitFor();
  const [queued, ...others] = await queueOf(phone);
  expect(others).toEqual([]);
  expect(queued).toMatchObject({ entity_id: stop.id, action: 'DELIVERY_VALIDATED', custody: 'device' });
  expect(await stockOf(stop)).toBe(before.stock);

  wifi.reconnect();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  expect(await queueOf(phone)).toEqual([]);
  // The checkpoint and the verdict come by different ways; either may be first.
  const [purged] = await eventually(
    () => archiveOf(phone),
    ([row]) => row?.outcome === 'APPLIED',
    'the phone is told that its delivery was applied',
  );
  expect(purged).toEqual({ id: queued!.id, outcome: 'APPLIED', purged_by: 'checkpoint' });
  expect(await stockOf(stop)).toBe(before.stock - stop.ordered);
  const [oldest = 0, ...younger] = await lotsOf(stop);
  expect(before.lots[0]! - oldest).toBe(stop.ordered);
  expect(younger).toEqual(before.lots.slice(1));
  const { rows } = await world.database.query('SELECT status FROM deliveries WHERE id = $1', [stop.id]);
  expect(rows[0].status).toBe('VALIDATED');
  const events = await world.database.query('SELECT status, received_via FROM events WHERE id = $1', [queued!.id]);
  expect(events.rows).toEqual([{ status: 'APPLIED', received_via: world.hub.identity.hub_id }]);
});

test('[FIND-11] [FIND-12] [FIND-19] a new phone adds the depot by the code on its screen, signs in there, the scanner of notes knows that code too, and the phone finds that all is well', async () => {
  const film = join(folder, 'pairing.y4m');
  await photograph('/pairing', (page) => page.getByRole('img', { name: 'Code d’appairage du dépôt' }), film);
  const { page } = await open({ flags: fakeCameraFlags(film), permissions: ['camera'] });
  await page.goto(world.hubUrl);
  await page.getByRole('button', { name: 'Ajouter un dépôt' }).click();
  await page.getByText('Dépôt ALG ajouté').waitFor();
  await page.getByText(/répond\. Il n’y a rien d’autre à faire/).waitFor();
  await page.getByRole('button', { name: 'Terminé' }).click();
  await signInHere(page, 'driver2.alger');
  await page.getByRole('button', { name: 'Scanner' }).click();
  await page.getByText('C’est le code du dépôt ALG, pas celui d’un bon').waitFor();
  await page.getByRole('button', { name: 'Ajouter ce dépôt' }).click();
  await page.getByText('Dépôt ALG : déjà connu de ce téléphone').waitFor();
  await page.getByRole('link', { name: 'Moi' }).click();
  await page.getByRole('button', { name: 'Vérifier la connexion' }).click();
  await page.getByRole('heading', { name: 'Tout va bien' }).waitFor();
  await page.getByText('votre dépôt répond').waitFor();
  // The phone's own: its clock, its session, and a camera that its person has allowed.
  for (const said of ['juste', 'valable', 'marche']) await page.getByText(said, { exact: true }).waitFor();
});
