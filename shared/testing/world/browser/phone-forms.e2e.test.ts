import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalAuditEntry } from '#shared/contract/audit.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { shortCode } from '#shared/domain/short-code.ts';
import { dayOf } from '#shared/ui/format.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, killBrowser, openBrowser } from './chromium.ts';
import { inArabicDigits, pressKeys, tapTwice, typeInto } from './hands.ts';
import { openLines, openNote, signInOnPhone } from './phone-screens.ts';
import { type PlannedNote, planNote } from './planned-note.ts';

/** The phone's forms as people fill them in: key by key, with the keyboard's own digits, and with hands that tap twice. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
let admin: SignedIn;
let driver: Browser;
const browsers: Browser[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
  admin = await signIn(world.serverUrl, 'admin');
  driver = await openBrowser({ width: 360, height: 740 });
  browsers.push(driver);
  await signInOnPhone(driver.page, wifi.url, 'driver1.alger');
  await driver.page.locator('.next-stop').waitFor();
  await driver.page.evaluate(() => navigator.serviceWorker.ready);
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

const YESTERDAY = dayOf(Date.now() - 24 * 3600 * 1_000);

const plan = (username: string, day?: string) => planNote({ world, admin }, username, day);

/** The note has reached the phone: its stop is on the tour. */
async function planned(page: Page, username: string, day?: string): Promise<PlannedNote> {
  const note = await plan(username, day);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.goto(`${wifi.url}/deliveries/${note.id}`);
  await page.getByRole('heading', { name: note.reference }).waitFor({ timeout: 60_000 });
  return note;
}

interface Payload {
  qr_scanned?: string;
  signature_blob?: string;
  photo_blobs?: string[];
  lines?: unknown;
  cash_collected?: number;
  received_by?: string;
}
/** What HQ has received about a delivery, by the event's own words. */
async function received(note: PlannedNote): Promise<Payload> {
  const events = await eventually(
    async () => (await world.database.query('SELECT body FROM events WHERE entity_id = $1', [note.id])).rows,
    (rows) => rows.length > 0,
    'the delivery reaches HQ',
  );
  return JSON.parse(events[0].body).payload;
}

/** A photo or a signature, once HQ has it. */
async function blobAtHq(sha256: string | undefined): Promise<Buffer> {
  const fetched = () =>
    fetch(`${world.serverUrl}/api/sync/blobs/${sha256}`, { headers: { authorization: admin.authorization } });
  const answer = await eventually(fetched, ({ status }) => status === 200, 'HQ has what the event names');
  return Buffer.from(await answer.arrayBuffer());
}

/** Signs with a finger's stroke, and looks whether the sheet shows it. */
async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Signature', exact: true }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  const sheet = page.getByRole('img', { name: 'Zone à signer du doigt' });
  const box = await sheet.boundingBox();
  if (box === null) throw new Error('there is no sheet');
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 20; step += 1) {
    await page.mouse.move(box.x + 30 + step * 10, box.y + box.height / 2 + Math.sin(step) * 40);
  }
  await page.mouse.up();
  await page.getByRole('button', { name: 'Terminé' }).click();
  await page.getByRole('status').filter({ hasText: 'Signature' }).waitFor();
}

/** A large photo whose EXIF says that it was taken with the phone on its side. */
async function sidewaysPhoto(page: Page): Promise<Buffer> {
  const plain = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 3_200, height: 2_400 });
    const context = canvas.getContext('2d');
    for (let stripe = 0; stripe < 200; stripe += 1) {
      if (!context) break;
      context.fillStyle = `hsl(${stripe * 37} 80% ${30 + (stripe % 5) * 10}%)`;
      context.fillRect((stripe * 131) % 3_200, (stripe * 71) % 2_400, 300, 200);
    }
    return canvas.toDataURL('image/jpeg', 0.95).split(',')[1] ?? '';
  });
  const jpeg = Buffer.from(plain, 'base64');
  // APP1 with one entry: orientation (0x0112), a short, 6.
  const exif = Buffer.from('ffe100224578696600004d4d002a000000080001011200030000000100060000' + '00000000', 'hex');
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

const sizeOf = (page: Page, jpeg: Buffer) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return { width, height };
  }, jpeg.toString('base64'));

/** Spaces in amounts are narrow ones that must not break. */
const plain = (text: string | null): string => (text ?? '').replace(/[\u202F\u00A0]/g, ' ').trim();
const shown = async (field: Locator) => plain(await field.inputValue());
const quantities = (page: Page) => page.getByRole('textbox', { name: /^Quantité/ });
const receivedBy = (page: Page) => page.getByLabel('Reçu par').and(page.locator('input'));
const cash = (page: Page) => page.getByLabel('Encaissé (DA)');
const confirm = (page: Page) => page.getByRole('button', { name: 'Confirmer la livraison' });
const total = async (page: Page) => plain(await page.locator('.delivery-head .tabular').first().textContent());

test('[NUM-3] [FORM-1] [FORM-3] [FORM-9] [FORM-10] what is typed at a stop, key by key, is what is stored, and a second tap confirms no more than the first', async () => {
  const { page } = driver;
  const note = await planned(page, 'driver1.alger');
  await openNote(page, note.qr_payload);
  await page.waitForFunction((title) => document.title === title, `${note.reference} · Manchengo`);
  await openLines(page);
  const [sixty, fourteen] = [quantities(page).nth(0), quantities(page).nth(1)];

  // Entered, it is selected; rubbed out, it is empty and says so when it is left.
  await sixty.click();
  await page.keyboard.press('Backspace');
  expect(await shown(sixty)).toBe('');
  await fourteen.click();
  await page.getByText('Indiquez un nombre.').waitFor();
  expect(await confirm(page).isDisabled()).toBe(true);
  expect(await page.locator('.delivery-head').textContent()).toContain('—');
  await pressKeys(page, '12');
  await sixty.click();
  await pressKeys(page, '5');
  await fourteen.click();
  expect([await shown(sixty), await shown(fourteen)]).toEqual(['5', '12']);
  expect(await total(page)).toBe('2 023,00 DA');

  // What cannot be is said in words, and stays as it was typed.
  for (const [keys, words] of [
    ['2.5', 'Un nombre entier, sans virgule.'],
    ['-3', 'Sans signe moins.'],
    ['61', '60 au plus.'],
    ['1x', 'Ce n’est pas un nombre.'],
  ] as const) {
    await sixty.click();
    await pressKeys(page, keys);
    await page.keyboard.press('Enter');
    await page.getByText(words).waitFor();
    expect(await shown(sixty)).toBe(keys);
    expect(await confirm(page).isDisabled()).toBe(true);
  }
  await sixty.click();
  await pressKeys(page, '٣٠');
  await page.getByRole('button', { name: 'Le total' }).click();
  expect(await shown(sixty)).toBe('30');
  expect([await total(page), await shown(cash(page))]).toEqual(['4 998,00 DA', '4 998,00']);
  // One total: the cash that is to be the total follows it.
  await page
    .getByRole('button', { name: /^Un de moins/ })
    .nth(0)
    .click();
  expect([await total(page), await shown(cash(page))]).toEqual(['4 879,00 DA', '4 879,00']);

  await cash(page).click();
  await pressKeys(page, '99999');
  await page.getByText('Plus que ce qui est dû').waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await pressKeys(page, '9999999999999');
  await page.keyboard.press('Enter');
  await page.getByText('100 000 000,00 au plus.').waitFor();
  expect(await confirm(page).isDisabled()).toBe(true);
  await cash(page).click();
  await pressKeys(page, '1250');
  await page.keyboard.press('Enter');
  expect(await shown(cash(page))).toBe('1 250,00');

  await tapTwice(page, confirm(page));
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/deliveries/${note.id}`);
  expect(await total(page)).toBe('4 879,00 DA');
  expect(plain(await page.locator('.delivery-head small').textContent())).toBe('commandé : 8 806,00 DA');
  expect(await received(note)).toMatchObject({
    cash_collected: 125_000,
    lines: [
      { product_id: 1, delivered: 29 },
      { product_id: 2, delivered: 12 },
    ],
  });
});

test('[DELIV-1] [CODE-2] a short code is typed inside its stop, without a network, and a slip of the finger is told at once', async () => {
  const { page } = driver;
  const note = await planned(page, 'driver1.alger');
  const code = shortCode(note.qr_payload);
  wifi.cut();
  await page.getByRole('button', { name: 'Scanner le bon' }).click();
  await page.getByRole('button', { name: 'Saisir le code à la main' }).click();
  const field = page.getByLabel('Code court du bon');
  const check = page.getByRole('button', { name: 'Vérifier le code' });
  await typeInto(field, code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'));
  await check.click();
  await page.getByText('Une faute de frappe : ce code n’existe pas.').waitFor();
  await typeInto(field, inArabicDigits(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase()));
  await check.click();
  await page.getByText('Code saisi, le siège le vérifiera').waitFor();
  await confirm(page).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  wifi.mend();
  expect(await received(note)).toMatchObject({ qr_scanned: `MCS1.${code}` });
  await page.getByText('Le siège l’a.').waitFor({ timeout: 60_000 });
  // Outside of its stop it says nothing of whose it is.
  await openNote(page, code);
  await page.getByText('C’est un code court. Ouvrez d’abord l’arrêt').waitFor();
});

test('[FORM-2] [DELIV-5] [DELIV-6] [DELIV-7] a form that is left by a tab, the arrow, a reload or a killed app goes on where it was, signature and photo included', {
  timeout: 180_000,
}, async () => {
  const { page } = driver;
  const note = await planned(page, 'driver1.alger');
  await openNote(page, note.qr_payload);
  await openLines(page);
  await quantities(page).nth(0).click();
  await pressKeys(page, '41');
  await receivedBy(page).click();
  await pressKeys(page, 'K. Benali');
  await cash(page).click();
  await pressKeys(page, '500');
  await sign(page);
  await page.getByRole('button', { name: 'Photo', exact: true }).click();
  await page.getByLabel('Choisir une image').setInputFiles({
    name: 'quai.jpg',
    mimeType: 'image/jpeg',
    buffer: await sidewaysPhoto(page),
  });
  await page.getByRole('img', { name: 'Photo 1' }).waitFor();
  await page.keyboard.press('Escape');
  await driver.context.grantPermissions(['geolocation']);
  await driver.context.setGeolocation({ latitude: 36.75, longitude: 3.06 });
  await page.getByRole('button', { name: 'Lieu', exact: true }).click();
  await page.getByText('Lieu noté').waitFor();
  const holds = async (on: Page) => {
    await quantities(on).nth(0).waitFor();
    expect([await shown(quantities(on).nth(0)), await shown(quantities(on).nth(1))]).toEqual(['41', '14']);
    expect([await receivedBy(on).inputValue(), await shown(cash(on))]).toEqual(['K. Benali', '500,00']);
    await on.getByRole('status').filter({ hasText: 'Signature' }).waitFor();
    await on.getByText('Photos 1 / 6').waitFor();
    await on.getByText('Lieu noté').waitFor();
  };
  const comeBack = async () => {
    const stop = page.getByRole('link').filter({ hasText: 'commencée' });
    await stop.click();
    await holds(page);
  };

  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByRole('link', { name: 'Tournée' }).click();
  await comeBack();
  await page.getByRole('button', { name: 'Retour', exact: true }).click();
  await comeBack();
  await page.reload();
  await holds(page);
  // The last key, and the battery: what it made is there.
  await quantities(page).nth(1).click();
  await pressKeys(page, '3');
  await eventually(
    () => page.evaluate(() => document.querySelector('[data-unkept]') === null),
    (isKept) => isKept,
    'the form has kept itself',
  );
  await killBrowser(driver);
  driver = await openBrowser({ profile: driver.profile, width: 360, height: 740 });
  browsers.splice(0, browsers.length, driver);
  const again = driver.page;
  await again.goto(`${wifi.url}/deliveries/${note.id}`);
  await quantities(again).nth(0).waitFor();
  expect([await shown(quantities(again).nth(0)), await shown(quantities(again).nth(1))]).toEqual(['41', '3']);
  await confirm(again).click();
  await again.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  for (const words of ['K. Benali', '41 / 60', '3 / 14', '500,00']) await again.getByText(words).first().waitFor();
  await again.getByRole('img', { name: 'Signature' }).waitFor();
  const payload = await received(note);
  const [signature, photo] = await Promise.all([blobAtHq(payload.signature_blob), blobAtHq(payload.photo_blobs?.[0])]);
  expect(signature.length).toBeLessThanOrEqual(LIMITS.signatureBytes);
  expect(signature.subarray(1, 4).toString()).toBe('PNG');
  expect(photo.length).toBeLessThanOrEqual(LIMITS.photoBytes);
  // It was taken with the phone on its side: upright, its longer side stands.
  expect(await sizeOf(again, photo)).toEqual({ width: 1_200, height: 1_600 });
  expect(payload).toMatchObject({
    cash_collected: 50_000,
    received_by: 'K. Benali',
    location: { lat: 36.75, lng: 3.06 },
    lines: [
      { product_id: 1, delivered: 41 },
      { product_id: 2, delivered: 3 },
    ],
  });
});

test('[DELIV-4] [DELIV-8] [DELIV-9] [DELIV-11] a full delivery is one tap, and what more there is to say opens on demand', async () => {
  const { page } = driver;
  const note = await planned(page, 'driver1.alger');
  await openNote(page, note.qr_payload);
  await page.locator('.screen:not([data-settling])').waitFor();
  // Client, goods, money and the button: all of it in sight of a small phone, and nothing over it.
  const inSight = [page.getByText(note.client_name), page.getByText('Tout est livré'), cash(page), confirm(page)];
  for (const part of inSight) {
    expect(
      await part.first().evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      }),
    ).toBe(true);
  }
  await openLines(page);
  await quantities(page).nth(0).click();
  await pressKeys(page, '50');
  await page.getByRole('combobox', { name: /^Pourquoi/ }).selectOption({ label: 'chaîne du froid' });
  await page
    .getByRole('button', { name: /^Retour d’une vente d’avant/ })
    .nth(1)
    .click();
  await typeInto(page.getByRole('textbox', { name: /^Quantité reprise/ }), '2');
  await page.getByRole('button', { name: 'Chèque', exact: true }).click();
  await typeInto(page.getByLabel('Montant du chèque (DA)'), '5000');
  await typeInto(page.getByLabel('Banque'), 'BNA');
  await typeInto(page.getByLabel('Numéro du chèque'), inArabicDigits('0041'));
  await page.getByRole('button', { name: 'Le total' }).click();
  expect([await total(page), await shown(cash(page))]).toEqual(['7 616,00 DA', '2 616,00']);
  await page.getByRole('button', { name: 'Emballages vides…' }).click();
  await typeInto(page.getByRole('textbox', { name: 'Quantité reprise : Caisses' }), '3');
  // A slip of the finger is asked about; a delivery that is due as typed is not.
  await typeInto(cash(page), '26160');
  await confirm(page).click();
  await page
    .getByRole('dialog')
    .getByText(/^Vous encaissez 31\s160,00\sDA/)
    .waitFor();
  await page.getByRole('button', { name: 'Revoir' }).click();
  await page.getByRole('button', { name: 'Le total' }).click();
  await confirm(page).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  for (const words of ['50 / 60', 'chaîne du froid', 'BNA', '14 / 14']) await page.getByText(words).first().waitFor();
  expect(await received(note)).toMatchObject({
    cash_collected: 261_600,
    cheque: { bank: 'BNA', number: '0041', amount: 500_000 },
    empties: [{ kind: 'CRATE', given: 0, taken_back: 3 }],
    lines: [
      { product_id: 1, delivered: 50, reason_code: 'COLD_CHAIN' },
      { product_id: 2, delivered: 14, returned: 2 },
    ],
  });
  await page.getByRole('button', { name: 'Demander une correction' }).click();
  await typeInto(page.getByLabel(/^Quoi, et pourquoi/), 'Compté 51');
  await page
    .getByRole('button', { name: /^Un de plus/ })
    .first()
    .click();
  await page.reload();
  await page.getByText('Compté 51').waitFor();
  await page.getByRole('button', { name: 'Envoyer au siège' }).click();
  await page.getByText('Demande enregistrée').waitFor();
  const { rows } = await eventually(
    () =>
      world.database.query(
        "SELECT body::jsonb -> 'payload' AS asked FROM events WHERE entity_id = $1 AND action = 'CORRECTION_REQUESTED'",
        [note.id],
      ),
    (found) => found.rows.length > 0,
    'HQ is asked for a correction',
  );
  expect(rows[0].asked).toMatchObject({
    reason: 'Compté 51',
    proposed: { lines: [{ product_id: 1, delivered: 51 }, {}] },
  });
});

test('[FORM-4] [FORM-5] [UNSENT-3] a colleague’s note that came second is told with note, client and cash, and another depot’s when it is scanned, without a network', async () => {
  const { page } = driver;
  const [note, elsewhere] = await Promise.all([plan('driver2.alger'), plan('driver1.oran')]);
  const colleague = await signIn(world.serverUrl, 'driver2.alger');
  wifi.cut();
  await openNote(page, elsewhere.qr_payload);
  await page.getByText('Ce bon est d’un autre dépôt').waitFor();
  expect(await confirm(page).count()).toBe(0);

  await openNote(page, note.qr_payload);
  await page.getByText('C’est celui d’un collègue de votre dépôt').waitFor();
  await cash(page).click();
  await pressKeys(page, '5000');
  await confirm(page).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  const first = colleague.device.say({
    entity_type: 'DELIVERY',
    entity_id: note.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: note.qr_payload, validated_at: new Date().toISOString() },
  });
  const pushed = await call(world.serverUrl, 'POST', '/api/sync/push', {
    authorization: colleague.authorization,
    body: colleague.device.pushBody([first]),
  });
  expect(pushed.body).toMatchObject({ success: true });

  wifi.mend();
  await page.getByRole('link', { name: /1 à traiter/ }).click({ timeout: 60_000 });
  const card = page.getByRole('article').filter({ hasText: note.reference });
  await card.waitFor();
  const words = plain(await card.textContent());
  for (const part of [note.client_name, 'Déjà validée par quelqu’un d’autre', 'Vous avez encaissé 5 000,00 DA.']) {
    expect(words).toContain(plain(part));
  }
  expect(words).toContain('remettez cet argent au dépôt');
  expect(words).not.toContain(note.id.slice(0, 8));
  await card.getByRole('button', { name: 'Compris' }).click();
  await card.getByRole('button', { name: 'Appuyez encore pour ranger' }).click();
  // It stays in the history, and the delivery that this phone has no row of is told by its own record.
  await page.getByRole('link').filter({ hasText: note.reference }).click();
  await page.getByText('5 000,00').waitFor();
  await page.getByRole('heading', { name: 'Déjà validée par quelqu’un d’autre' }).waitFor();
});

test('[FORM-2] [FORM-3] [FORM-6] a stop of yesterday that failed is on today’s tour, marked late', async () => {
  const { page } = driver;
  const note = await planned(page, 'driver1.alger', YESTERDAY);
  await page.getByRole('button', { name: 'Livraison impossible…' }).click();
  await page.getByRole('radio', { name: 'Commerce fermé' }).click();
  await typeInto(page.getByLabel('Précision (facultatif)'), 'Rideau baissé');
  // A reload finds the question as it was; closed, it asks nothing and still knows.
  const holds = async () => {
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('radio', { name: 'Commerce fermé' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Précision (facultatif)').inputValue()).toBe('Rideau baissé');
  };
  await page.reload();
  await holds();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.getByRole('link').filter({ hasText: 'commencée' }).click();
  await page.getByRole('button', { name: 'Livraison impossible…' }).click();
  await holds();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await tapTwice(page, page.getByRole('button', { name: 'Enregistrer' }));
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  expect(await received(note)).toMatchObject({ reason: 'CLOSED', note: 'Rideau baissé' });
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Retour à la tournée' }).click();
  const late = page.getByRole('link').filter({ hasText: 'en retard' });
  await late.waitFor();
  expect(plain(await late.textContent())).toContain('réessayer');
});

test('[TODAY-1] [TODAY-3] [TODAY-4] the route is put in another order that a reload keeps, a stop is found by its product, and the day says what it came to', async () => {
  const { page } = driver;
  const names = () => page.locator('ol.rows .row-main').allTextContents();
  await page.goto(`${wifi.url}/route`);
  await page.getByRole('heading', { name: 'Ordre de la tournée' }).waitFor();
  const down = page.getByRole('button', { name: /^Descendre/ });
  await down.first().waitFor();
  const before = await names();
  await down.first().click();
  const swapped = [before[1], before[0], ...before.slice(2)];
  await eventually(names, (now) => now.join() === swapped.join(), 'the first two have changed places');
  await page.reload();
  await down.first().waitFor();
  expect(await names()).toEqual(swapped);

  await page.getByRole('button', { name: 'Retour' }).click();
  expect(await page.locator('.next-stop').textContent()).toContain(swapped[0]);
  await page.getByText(/\d+ livrées? · \d+ impossibles? · espèces/).waitFor();
  const search = page.getByLabel('Client, numéro ou produit');
  await typeInto(search, 'xyzzy');
  await page.getByText('Aucun arrêt ne correspond.').waitFor();
  await typeInto(search, 'camembert');
  await page.locator('.stop-row').first().waitFor();
  await search.press('Escape');
  await page.getByRole('link', { name: 'Jours passés' }).click();
  await page.getByRole('heading', { name: 'Jours passés' }).waitFor();
});

/** The steps about a delivery that HQ has, in their order. */
async function stepsAtHq(deliveryId: string): Promise<LocalAuditEntry[]> {
  const { rows } = await world.database.query("SELECT body FROM events WHERE entity_type = 'AUDIT' ORDER BY seq");
  const entries = rows.flatMap(({ body }) => JSON.parse(body).payload.entries as LocalAuditEntry[]);
  return entries.filter(({ entity_id }) => entity_id === deliveryId);
}

test('[AUDIT-1] [AUDIT-2] [AUDIT-3] audit complete offline: the steps played without a network are those that HQ lists', async () => {
  const { page } = driver;
  const note = await planned(page, 'driver1.alger');
  const later = await plan('driver1.alger');
  wifi.cut();
  const fail = async () => {
    await page.getByRole('button', { name: 'Livraison impossible…' }).click();
    await page.getByRole('radio', { name: 'Commerce fermé' }).click();
    await page.locator('.settling').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  };
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.locator(`a[href="/deliveries/${note.id}"]`).first().click();
  await page.getByRole('heading', { name: note.reference }).waitFor();
  await fail();
  await page.getByRole('link', { name: 'Moi' }).click();
  await page.getByRole('button', { name: 'Journal du jour' }).click();
  const shownSteps = page.getByRole('listitem').filter({ hasText: note.reference });
  await shownSteps.nth(2).waitFor();
  const words = (await shownSteps.locator('.row-main > span:first-child').allTextContents()).reverse();
  expect(words).toEqual(['Livraison ouverte', 'Livraison ouverte', 'Livraison impossible']);

  wifi.mend();
  await page.goto(`${wifi.url}/deliveries/${later.id}`);
  await page.getByRole('heading', { name: later.reference }).waitFor({ timeout: 60_000 });
  // The next business event takes the steps before it along.
  await fail();
  const steps = await eventually(
    () => stepsAtHq(note.id),
    (found) => found.length >= 3,
    'HQ has the steps',
  );
  expect(steps.map(({ action }) => action)).toEqual(['DELIVERY_OPENED', 'DELIVERY_OPENED', 'DELIVERY_FAILED']);
  for (const step of steps) {
    expect(step).toMatchObject({ entity_type: 'DELIVERY', context: { app_version: expect.any(String) } });
    expect(step.context.location).toBeUndefined();
    expect(step.payload_hash).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(steps[2]?.context.network_type).toBeTruthy();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor({ timeout: 60_000 });
});

test('[FORM-8] a screen that breaks says what is safe, and opens again', async () => {
  const { page } = driver;
  await page.evaluate(() => {
    Intl.RelativeTimeFormat.prototype.format = () => {
      throw new Error('a bug of a screen');
    };
  });
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByText('Tout ce qui a été enregistré est en sécurité.').waitFor();
  expect(await page.locator('body').innerText()).not.toContain('a bug of a screen');
  await page.getByRole('button', { name: 'Rouvrir' }).click();
  await page.getByRole('heading', { name: 'Stock du dépôt' }).waitFor();
});
