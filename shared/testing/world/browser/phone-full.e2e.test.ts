import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { readPhoneDatabase } from '../phone/phone-database.ts';
import { eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { openLines, openNote, signInOnPhone } from './phone-screens.ts';
import { planNote } from './planned-note.ts';

/** A real Chromium that gives its page no more room, as one does whose disk is full. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
let admin: SignedIn;
let phone: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  admin = await signIn(world.serverUrl, 'admin');
  phone = await openBrowser({ width: 360, height: 740 });
});
afterAll(async () => {
  await phone?.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

test('[FULL-2] on a full phone nothing is recorded by halves, its driver reads what to do, and the delivery is recorded by itself once there is room', async () => {
  const { page } = phone;
  const note = await planNote({ world, admin }, 'driver1.alger');
  await signInOnPhone(page, wifi.url, 'driver1.alger');
  await page.locator('.next-stop').waitFor();
  await openNote(page, note.qr_payload);
  await openLines(page);
  const room = await roomOf(phone, wifi.url);
  await room.end();
  const words = page.getByRole('alert').filter({ hasText: 'Le téléphone est plein' });
  await typeInto(quantity(page), '41');
  // The browser gives room by the megabyte: what it has given already is typed full first.
  for (let times = 0; times < 100 && !(await words.isVisible()); times += 1) {
    await typeInto(receivedBy(page), 'K. Benali');
  }
  await words.getByText('n’est gardé qu’à l’écran').waitFor();

  await page.getByRole('button', { name: 'Confirmer la livraison' }).click();
  await words.getByText('l’enregistrement se fait tout seul dès qu’il y a de la place').waitFor();
  await inSight(words);
  for (const part of ['Tout ce qui a été enregistré avant est en sécurité.', 'Supprimez des photos']) {
    expect(await words.textContent()).toContain(part);
  }
  expect(await page.locator('body').innerText()).not.toMatch(/INTERNAL|SQLITE|Quota|STORAGE/);
  expect(await queued(page)).toEqual([]);

  // Another tab loses nothing that was typed; what had waited is confirmed anew.
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.locator(`a[href="/deliveries/${note.id}"]`).click();
  await quantity(page).waitFor();
  expect([await quantity(page).inputValue(), await receivedBy(page).inputValue()]).toEqual(['41', 'K. Benali']);
  await page.getByRole('button', { name: 'Confirmer la livraison' }).click();
  await words.getByText('l’enregistrement se fait tout seul').waitFor();
  expect(await queued(page)).toEqual([]);

  await room.back();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  const sent = await eventually(
    async () => (await world.database.query('SELECT body FROM events WHERE entity_id = $1', [note.id])).rows,
    (rows) => rows.length > 0,
    'the delivery reaches HQ',
  );
  expect(sent).toHaveLength(1);
  expect(JSON.parse(sent[0].body).payload).toMatchObject({
    received_by: 'K. Benali',
    lines: [
      { product_id: 1, delivered: 41 },
      { product_id: 2, delivered: 14 },
    ],
  });
});

test('[FULL-3] where there is no room even to open, the phone says so, and opens by itself once there is', async () => {
  const { page } = phone;
  const room = await roomOf(phone, wifi.url);
  await room.end();
  await page.reload();
  await page.getByText('Le téléphone est plein').waitFor();
  await page.getByText('Rien n’a été effacé').waitFor();
  await room.back();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
});

const receivedBy = (page: Page) => page.getByLabel('Reçu par').and(page.locator('input'));
const quantity = (page: Page) => page.getByRole('textbox', { name: /^Quantité/ }).first();

/** What lies in the queue, looked at from outside the app. */
const queued = (page: Page) =>
  readPhoneDatabase(page, (sqlite) => sqlite.prepare('SELECT seq FROM sync_queue').all() as { seq: number }[]);

/** The room that the browser gives the app: none more from `end` to `back`. */
async function roomOf({ page, context }: Browser, url: string) {
  const cdp = await context.newCDPSession(page);
  const origin = new URL(url).origin;
  return {
    end: () => cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 }),
    back: () => cdp.send('Storage.overrideQuotaForOrigin', { origin }),
  };
}

/** Whoever looks at the screen reads it, without moving anything. */
async function inSight(words: Locator): Promise<void> {
  await eventually(
    () =>
      words.evaluate((box) => {
        const { top, bottom, left } = box.getBoundingClientRect();
        const under = (y: number) => box.contains(document.elementFromPoint(left + 20, y));
        return under(top + 8) && under(bottom - 8);
      }),
    (isSeen) => isSeen,
    'the words are in sight',
  );
}
