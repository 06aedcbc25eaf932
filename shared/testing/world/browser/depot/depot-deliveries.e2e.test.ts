import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../postgres.ts';
import { call, cutOff, eventually, type SignedIn, signIn, startWorld, type World } from '../../start-world.ts';
import { type Browser, openBrowser } from '../chromium.ts';
import { pressKeys } from '../hands.ts';
import { planNote } from '../planned-note.ts';

/** The depot's list of deliveries, worked with the keyboard: what was handed in, opened, and whose tour. */
let database: TestDatabase;
let world: World;
let browser: Browser;
let admin: SignedIn;
let driver: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  admin = await signIn(world.serverUrl, 'admin');
  driver = await signIn(world.hubUrl, 'driver1.alger');
  browser = await openBrowser({ width: 1280, height: 800 });
  await browser.page.goto(world.desktopUrl);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await database?.drop();
});

/** A picture of one colour, as a phone takes it. */
function photo(grey: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
  const pixels = deflateSync(Buffer.from([0, grey, grey, 0, grey, grey]));
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  );
}

async function bring(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const name = createHash('sha256').update(bytes).digest('hex');
  const answer = await call(world.hubUrl, 'PUT', `/api/sync/blobs/${name}`, {
    authorization: driver.authorization,
    raw: bytes,
    headers: { 'content-type': 'image/png' },
  });
  expect(answer.status).toBeLessThan(300);
  return name;
}

test('[DEPOT-4] [DEPOT-5] what was handed in while the line is cut counts as done, and opens with who, why and what was signed', async () => {
  const note = await planNote({ world, admin }, 'driver1.alger');
  await eventually(
    () => world.hub.database.prepare("SELECT 1 FROM entities WHERE kind = 'deliveries' AND key = ?").get(note.id),
    (row) => row !== undefined,
    'the note is at the depot',
  );
  await cutOff(world);
  const [signature, picture] = [await bring(photo(0)), await bring(photo(200))];
  const away = createHash('sha256').update('elsewhere').digest('hex');
  const validated = driver.device.say({
    entity_type: 'DELIVERY',
    entity_id: note.id,
    action: 'DELIVERY_VALIDATED',
    payload: {
      qr_scanned: note.qr_payload,
      validated_at: new Date().toISOString(),
      received_by: 'K. Benali',
      cash_collected: 12_450_00,
      signature_blob: signature,
      photo_blobs: [picture, away],
    },
  });
  const { body } = await call(world.hubUrl, 'POST', '/api/sync/push', {
    authorization: driver.authorization,
    body: driver.device.pushBody([validated]),
  });
  expect(body.acked_event_ids).toEqual([validated.id]);

  const { page } = browser;
  await page.getByText('1 / ', { exact: false }).first().waitFor();
  await pressKeys(page, '2');
  await pressKeys(page, '/');
  await pressKeys(page, note.reference);
  const row = page.getByRole('row', { name: new RegExp(note.reference) });
  await row.getByText('livrée', { exact: true }).waitFor();
  await row.getByText('au dépôt', { exact: true }).waitFor();
  await page.getByRole('link', { name: `Ouvrir ${note.reference}` }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByText('Reçu par').waitFor();
  expect(await drawer.getByRole('listitem').innerText()).toMatch(/K\. Benali[\s\S]*12\s450,00/);
  await drawer.getByText('Photo 2 n’est pas encore à ce dépôt').waitFor();
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLImageElement>('[role=dialog] img')].filter((img) => img.naturalWidth === 2)
        .length === 2,
  );
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/deliveries');
  world.wan.reconnect();
  world.hub.uplink.kick();
});

test('[DEPOT-4] the list goes row by row with the arrows, and one driver’s tour is printed whole and alone', async () => {
  const { page } = browser;
  await page.goto(new URL('/deliveries', world.desktopUrl).href);
  const links = page.locator('[data-row]');
  await links.first().focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
  const second = (await links.nth(1).innerText()).trim();
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(second);

  const { rows } = await world.database.query("SELECT name FROM users WHERE username = 'driver2.alger'");
  await page.getByRole('combobox', { name: 'Chauffeur' }).click();
  await page.getByRole('option', { name: rows[0].name }).click();
  const print = page.getByRole('button', { name: /Imprimer la tournée, \d+ bons/ });
  const count = Number(/\d+/.exec(await print.innerText())?.[0]);
  expect(count).toBe(await links.count());
  await print.focus();
  await page.keyboard.press('p');
  await page.locator('article.note').first().waitFor();
  expect(await page.locator('article.note').count()).toBe(count);
  expect(await page.locator('article.note').filter({ hasText: rows[0].name }).count()).toBe(count);
});

test('[DEPOT-7] [DEPOT-8] [DEPOT-9] [DEPOT-10] each entry of the menu has its key; tours, stock and the journal say what this depot knows', async () => {
  const { page } = browser;
  await page.goto(world.desktopUrl);
  await page.getByText('À envoyer au siège').first().waitFor();
  for (const [key, title] of [
    ['3', 'Téléphones'],
    ['4', 'Tournées'],
    ['5', 'Stock'],
    ['6', 'Plus'],
    ['2', 'Livraisons'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { level: 2, name: title }).waitFor();
    expect(await page.locator('nav [aria-current=page]').innerText()).toBe(title);
  }

  const { rows } = await world.database.query<{ name: string; notes: string; units: string }>(
    `SELECT u.name, count(DISTINCT d.id) AS notes, sum((l ->> 'quantity')::integer) AS units
     FROM deliveries d JOIN users u ON u.id = d.driver_user_id, jsonb_array_elements(d.lines) AS l
     WHERE u.username = 'driver2.alger' GROUP BY u.name`,
  );
  const tour = rows[0];
  await page.keyboard.press('4');
  const card = page.getByRole('region', { name: tour?.name ?? '' });
  await card.getByText(`0 / ${tour?.notes}`).waitFor();
  expect((await card.innerText()).replaceAll('\u202f', '')).toContain(`${tour?.units} unités`);
  await card.getByRole('button', { name: 'Feuille de chargement' }).press('Enter');
  const sums = await page.locator('.note-rows tbody td:nth-child(3)').allInnerTexts();
  expect(sums.reduce((sum, text) => sum + Number.parseInt(text.replaceAll('\u202f', ''), 10), 0)).toBe(
    Number(tour?.units),
  );

  const level = await world.database.query(
    `SELECT p.name, s.quantity FROM stock_levels s JOIN products p ON p.id = s.product_id
     WHERE s.depot_id = (SELECT id FROM depots WHERE code = 'ALG') ORDER BY s.product_id LIMIT 1`,
  );
  await page.goto(new URL('/stock', world.desktopUrl).href);
  await page.getByRole('row').nth(1).waitFor();
  await pressKeys(page, '/');
  await pressKeys(page, level.rows[0].name);
  const found = page.getByRole('row').filter({ hasText: level.rows[0].name });
  await eventually(
    async () => (await found.first().innerText()).replaceAll('\u202f', ''),
    (text) => text.includes(String(level.rows[0].quantity)),
    'the stock is HQ’s figure',
  );

  await page.goto(new URL('/more', world.desktopUrl).href);
  await page.getByLabel('Chercher un bon, un client, une personne').focus();
  await pressKeys(page, 'karim benali');
  await page.getByRole('row').filter({ hasText: 'Livraison faite' }).first().waitFor();
  await pressKeys(page, ' zzz');
  await page.getByText('Rien ne correspond').waitFor();
});

test('[DEPOT-11] what needs a hand is above the fold of 1280×800, with what to do now, however many phones are here', async () => {
  const phones = await Promise.all([1, 2, 3, 4].map(() => signIn(world.hubUrl, 'driver2.alger').catch(() => null)));
  const note = await planNote({ world, admin }, 'driver1.alger');
  const validate = (who: SignedIn) =>
    call(world.hubUrl, 'POST', '/api/sync/push', {
      authorization: who.authorization,
      body: who.device.pushBody([
        who.device.say({
          entity_type: 'DELIVERY',
          entity_id: note.id,
          action: 'DELIVERY_VALIDATED',
          payload: { qr_scanned: note.qr_payload, validated_at: new Date().toISOString() },
        }),
      ]),
    });
  for (const who of [driver, ...phones]) if (who) await validate(who);
  const { page } = browser;
  await page.goto(world.desktopUrl);
  const inbox = page.getByRole('region', { name: 'À traiter' });
  const todo = inbox.getByText('Demandez aux deux chauffeurs', { exact: false }).first();
  await todo.waitFor();
  const box = await todo.boundingBox();
  expect((box?.y ?? 800) + (box?.height ?? 0)).toBeLessThan(800);
  await page
    .getByText(/téléphone B/)
    .first()
    .waitFor();
});
