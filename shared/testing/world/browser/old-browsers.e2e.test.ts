import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidBlob } from '#hub/store/blobs.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { fakeCameraFlags, filmPicture, type GreyPicture } from './fake-camera.ts';
import { OLD_BROWSER_FLAGS, oldBrowser } from './old-browser.ts';
import { signInOnPhone } from './phone-screens.ts';

/** The phone app in browsers as they are on cheap phones, whose systems get no newer ones: the real programs. */
let database: TestDatabase;
let world: World;
let admin: SignedIn;
let folder: string;
const opened: { close(): Promise<unknown> }[] = [];

const VERSIONS = ['109.0.6', '119.0.2', '138.0.2'];
const PIN = '135790';

beforeAll(async () => {
  if (VERSIONS.every((version) => oldBrowser(version) === null)) return;
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  folder = await mkdtemp(join(tmpdir(), 'manchengo-old-'));
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await world?.close();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

interface Phone {
  page: Page;
  wifi: Wan;
  stop: { id: string; status: string };
}

/** A phone with that browser, signed in, before whose camera lies the note of one of its person's stops. */
async function phoneWith(version: string, username: string): Promise<Phone> {
  const { rows } = await world.database.query<{ id: string; qr_payload: string; status: string }>(
    `SELECT d.id, d.qr_payload, d.status FROM deliveries d JOIN users u ON u.id = d.driver_user_id
       JOIN clients c ON c.id = d.client_id
     WHERE u.username = $1 AND d.status = 'PENDING' AND c.proof IS NULL ORDER BY d.reference LIMIT 1`,
    [username],
  );
  const stop = rows[0]!;
  const film = join(folder, `${version}.y4m`);
  await filmPicture(printed(stop.qr_payload), film);
  const wifi = await openWan(world.hubUrl);
  const program = oldBrowser(version)!;
  const flags = [...OLD_BROWSER_FLAGS, ...fakeCameraFlags(film)];
  const browser: Browser = await openBrowser({ program, flags, permissions: ['camera'], width: 360, height: 740 });
  opened.push(browser, wifi);
  await signInOnPhone(browser.page, wifi.url, username);
  await browser.page.locator('.next-stop').waitFor();
  // The app has to be on the phone before the phone leaves the yard.
  await browser.page.evaluate(() => navigator.serviceWorker.ready);
  return { page: browser.page, wifi, stop };
}

/** A code on white paper. */
function printed(text: string): GreyPicture {
  const { data, size } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const [dot, margin] = [8, 4];
  const side = (size + 2 * margin) * dot;
  const pixels = new Uint8Array(side * side).fill(255);
  for (let at = 0; at < pixels.length; at += 1) {
    const x = Math.floor((at % side) / dot) - margin;
    const y = Math.floor(Math.floor(at / side) / dot) - margin;
    if (x >= 0 && y >= 0 && x < size && y < size && data[y * size + x]) pixels[at] = 0;
  }
  return { width: side, height: side, pixels };
}

async function enter(page: Page): Promise<void> {
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
}

async function choosePin(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Moi' }).click();
  await page.getByRole('button', { name: 'Choisir un code…' }).click();
  await enter(page);
  await page.getByRole('heading', { name: 'Le même, encore une fois' }).waitFor();
  await enter(page);
  await page.getByRole('button', { name: 'Changer…' }).waitFor();
}

/** Scans the note without a network and confirms; then the hub is in reach again, and HQ's signed statement ends the custody. */
async function deliver({ page, wifi, stop }: Phone): Promise<void> {
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.getByRole('button', { name: 'Scanner' }).click();
  await page.getByText('Code authentique').waitFor();
  await page.getByRole('button', { name: 'Confirmer la livraison' }).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  await page.getByRole('link', { name: '1 à envoyer' }).click();
  // The file takes along what is noted of the person's steps until now: with it the queue is long enough to be compressed.
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Enregistrer dans un fichier' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.jwe$/);
  wifi.reconnect();
  // As a phone is told that its Wi-Fi is back: after many attempts in vain the next one is a minute away.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  const { rows } = await world.database.query('SELECT status FROM deliveries WHERE id = $1', [stop.id]);
  expect(rows[0].status).toBe('VALIDATED');
}

/** The newest device of a user is revoked, and the phone erases itself on the signed order. */
async function wipe({ page }: Phone, username: string): Promise<void> {
  const { rows } = await world.database.query<{ id: string }>(
    `SELECT d.id FROM devices d JOIN users u ON u.id = d.user_id WHERE u.username = $1 ORDER BY registered_at DESC LIMIT 1`,
    [username],
  );
  const { id } = rows[0]!;
  const { authorization } = admin;
  const body = { reason: 'volé à Bab Ezzouar' };
  const answer = await call(world.serverUrl, 'POST', `/api/admin/devices/${id}/revoke`, { authorization, body });
  expect(answer.status).toBe(200);
  const heard = world.hub.database.prepare('SELECT 1 FROM revoked_devices WHERE device_id = ?');
  await eventually(() => heard.get(uuidBlob(id)), Boolean, 'the hub has heard of the revocation');
  await page.getByRole('heading', { name: 'Ce téléphone a été effacé' }).waitFor();
}

for (const [version, username] of [
  ['109.0.6', 'driver1.alger'],
  ['119.0.2', 'driver2.alger'],
] as const) {
  test.skipIf(oldBrowser(version) === null)(
    `[OLD-2] in Chromium ${version.split('.')[0]} a phone signs in, locks, scans, delivers, empties its queue and erases itself`,
    async () => {
      const phone = await phoneWith(version, username);
      await choosePin(phone.page);
      phone.wifi.cut();
      await phone.page.reload();
      await phone.page.getByRole('heading', { name: 'Entrez votre code' }).waitFor();
      await enter(phone.page);
      await deliver(phone);
      await wipe(phone, username);
    },
  );
}

test.skipIf(oldBrowser('138.0.2') === null)(
  '[OLD-2] in Chromium 138 a phone signs in, scans, delivers and empties its queue',
  async () => {
    const phone = await phoneWith('138.0.2', 'driver1.alger');
    phone.wifi.cut();
    await deliver(phone);
  },
);
