import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidBlob } from '#hub/store/blobs.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { signInOnPhone } from './phone-screens.ts';

/** A stolen phone in a real browser: what is left in it, looked at from outside the app. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
let admin: SignedIn;
const browsers: Browser[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  admin = await signIn(world.serverUrl, 'admin');
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

async function open(profile?: string): Promise<Browser> {
  const browser = await openBrowser(profile === undefined ? {} : { profile });
  browsers.push(browser);
  return browser;
}

/** The newest active device of a user. */
async function deviceOf(username: string): Promise<string> {
  const { rows } = await world.database.query<{ id: string }>(
    `SELECT d.id FROM devices d JOIN users u ON u.id = d.user_id WHERE u.username = $1 AND d.is_active
     ORDER BY registered_at DESC LIMIT 1`,
    [username],
  );
  return rows[0]!.id;
}

async function revoke(deviceId: string): Promise<void> {
  const { authorization } = admin;
  const body = { reason: 'volé à Bab Ezzouar' };
  const answer = await call(world.serverUrl, 'POST', `/api/admin/devices/${deviceId}/revoke`, { authorization, body });
  expect(answer.status).toBe(200);
  const heard = world.hub.database.prepare('SELECT 1 FROM revoked_devices WHERE device_id = ?');
  await eventually(() => heard.get(uuidBlob(deviceId)), Boolean, 'the hub has heard of the revocation');
}

/** A person records that a shop was closed, out of reach of any node. */
async function recordFailure(page: Page): Promise<void> {
  await page.locator('.next-stop').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Livraison impossible…' }).click();
  await page.getByRole('radio', { name: 'Commerce fermé' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
}

/** Runs in the page: all that the browser keeps for this origin. */
async function whatIsLeft() {
  const files: string[] = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
  return {
    files,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: Object.keys(localStorage),
  };
}
const NOTHING = { files: [], databases: [], caches: [], workers: 0, local: [] };

/** What the person recorded: the phone's own notes of its steps come along or not, as time goes. */
const quarantined = async (deviceId: string): Promise<number> =>
  (
    await world.database.query(
      `SELECT id FROM events WHERE device_id = $1 AND action = 'DELIVERY_FAILED' AND status = 'QUARANTINED'`,
      [deviceId],
    )
  ).rows.length;

const wipeState = async (deviceId: string): Promise<string | null> =>
  (await world.database.query('SELECT wipe_state FROM devices WHERE id = $1', [deviceId])).rows[0].wipe_state;

test('[SEED-10.6] [WIPE-11] [WIPE-9] [LESSON-8] a stolen phone hands in what it holds and leaves nothing behind, and says so', async () => {
  const { page } = await open();
  await signInOnPhone(page, wifi.url, 'driver1.alger');
  await page.locator('.next-stop').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const deviceId = await deviceOf('driver1.alger');
  wifi.cut();
  await recordFailure(page);
  await revoke(deviceId);
  wifi.reconnect();
  await page.getByRole('heading', { name: 'Ce téléphone a été effacé' }).waitFor();
  await page.getByRole('heading', { name: 'This phone has been erased' }).waitFor();
  await page.getByRole('heading', { name: 'تم مسح هذا الهاتف' }).waitFor();
  await page.getByText('volé à Bab Ezzouar').first().waitFor();
  expect(await page.evaluate(whatIsLeft)).toEqual(NOTHING);
  await eventually(
    () => quarantined(deviceId),
    (count) => count === 1,
    'the event stands in quarantine at HQ',
  );
  await eventually(
    () => wipeState(deviceId),
    (state) => state === 'CONFIRMED',
    'HQ has been told',
  );

  await page.reload();
  await page.getByRole('heading', { name: 'Ce téléphone a été effacé' }).waitFor();
  expect(await page.evaluate(whatIsLeft)).toEqual(NOTHING);
  await page.getByRole('button', { name: 'Réutiliser ce téléphone' }).click();
  await page.getByLabel('Nom d’utilisateur').waitFor();
});

test('[WIPE-10] [WIPE-11] killed while it erases itself, it goes on at the next start', async () => {
  const before = await open();
  await signInOnPhone(before.page, wifi.url, 'driver2.alger');
  await before.page.locator('.next-stop').waitFor();
  await before.page.evaluate(() => navigator.serviceWorker.ready);
  const deviceId = await deviceOf('driver2.alger');
  wifi.cut();
  await recordFailure(before.page);
  await revoke(deviceId);
  // That it is about to erase itself does not get through: the phone has handed in, and is killed before it is erased.
  await before.context.route('**/api/devices/wiped', (route) => route.abort());
  wifi.reconnect();
  await before.page.getByRole('heading', { name: 'Ce téléphone a été retiré par le siège' }).waitFor();
  await before.page.getByText('Tout est remis').waitFor();
  const isClosed = before.context.waitForEvent('close');
  process.kill(Number((await readlink(join(before.profile, 'SingletonLock'))).split('-').at(-1)), 'SIGKILL');
  await isClosed;

  wifi.cut();
  const after = await open(before.profile);
  await after.page.goto(wifi.url);
  await after.page.getByRole('heading', { name: 'Ce téléphone a été retiré par le siège' }).waitFor();
  expect(await after.page.getByRole('button', { name: 'Scanner' }).count()).toBe(0);
  wifi.reconnect();
  await after.page.getByRole('heading', { name: 'Ce téléphone a été effacé' }).waitFor();
  expect(await after.page.evaluate(whatIsLeft)).toEqual(NOTHING);
  await eventually(
    () => quarantined(deviceId),
    (count) => count === 1,
    'the event stands in quarantine at HQ',
  );
  await eventually(
    () => wipeState(deviceId),
    (state) => state === 'CONFIRMED',
    'HQ has been told',
  );
});
