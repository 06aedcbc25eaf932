import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { shortCode } from '#shared/domain/short-code.ts';
import { eventually } from '../start-world.ts';
import { killBrowser, openBrowser } from './chromium.ts';
import { cash, confirm, quantities, receivedBy, sidewaysPhoto, sign, sizeOf, total } from './delivery-hands.ts';
import { type DriverWorld, openDriverWorld } from './driver-world.ts';
import { inArabicDigits, pressKeys, tapTwice, typeInto } from './hands.ts';
import { openLines, openNote, plain, shown } from './phone-screens.ts';
import { clippedTexts } from './shots/clipped.ts';
import { enlargeText } from './shots/modes.ts';

/** The form of a delivery as people fill it in: key by key, with the keyboard's own digits, and with hands that tap twice. */
let place: DriverWorld;

beforeAll(async () => {
  place = await openDriverWorld();
});
afterAll(() => place?.close());

/** A photo or a signature, once HQ has it. */
async function blobAtHq(sha256: string | undefined): Promise<Buffer> {
  const fetched = () =>
    fetch(`${place.world.serverUrl}/api/sync/blobs/${sha256}`, {
      headers: { authorization: place.admin.authorization },
    });
  const answer = await eventually(fetched, ({ status }) => status === 200, 'HQ has what the event names');
  return Buffer.from(await answer.arrayBuffer());
}

test('[NUM-3] [FORM-1] [FORM-3] [FORM-9] [FORM-10] what is typed at a stop, key by key, is what is stored, and a second tap confirms no more than the first', async () => {
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger');
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
  expect(await place.received(note)).toMatchObject({
    cash_collected: 125_000,
    lines: [
      { product_id: 1, delivered: 29 },
      { product_id: 2, delivered: 12 },
    ],
  });
});

test('[DELIV-1] [CODE-2] a short code is typed inside its stop, without a network, and a slip of the finger is told at once', async () => {
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger');
  const code = shortCode(note.qr_payload);
  place.wifi.cut();
  await page.getByRole('button', { name: 'Scanner le bon' }).click();
  await page.getByRole('button', { name: 'Saisir le code à la main' }).click();
  const field = page.getByLabel('Code court du bon');
  const check = page.getByRole('button', { name: 'Vérifier le code' });
  await field.waitFor();
  await pressKeys(page, code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'));
  await check.click();
  await page.getByText('Une faute de frappe : ce code n’existe pas.').waitFor();
  await typeInto(field, inArabicDigits(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase()));
  await check.click();
  await page.getByText('Code saisi, le siège le vérifiera').waitFor();
  await confirm(page).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  place.wifi.reconnect();
  expect(await place.received(note)).toMatchObject({ qr_scanned: `MCS1.${code}` });
  await page.getByText('Le siège l’a.').waitFor();
  // Outside of its stop it says nothing of whose it is.
  await openNote(page, code);
  await page.getByText('C’est un code court. Ouvrez d’abord l’arrêt').waitFor();
});

test('[FORM-2] [DELIV-5] [DELIV-6] [DELIV-7] a form that is left by a tab, the arrow, a reload or a killed app goes on where it was, signature and photo included', async () => {
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger');
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
  await place.driver.context.grantPermissions(['geolocation']);
  await place.driver.context.setGeolocation({ latitude: 36.75, longitude: 3.06 });
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
  await killBrowser(place.driver);
  place.driver = await openBrowser({ profile: place.driver.profile, width: 360, height: 740 });
  const again = place.driver.page;
  await again.goto(`${place.wifi.url}/deliveries/${note.id}`);
  await quantities(again).nth(0).waitFor();
  expect([await shown(quantities(again).nth(0)), await shown(quantities(again).nth(1))]).toEqual(['41', '3']);
  await confirm(again).click();
  await again.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
  for (const words of ['K. Benali', '41 / 60', '3 / 14', '500,00']) await again.getByText(words).first().waitFor();
  await again.getByRole('img', { name: 'Signature' }).waitFor();
  const payload = await place.received(note);
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
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger');
  await openNote(page, note.qr_payload);
  await confirm(page).waitFor();
  await page.locator('.screen:not([data-settling])').waitFor();
  // Client, goods, money and the button: all of it in sight of a small phone, and nothing over it.
  const inSight = [page.getByText(note.client_name), page.getByText('Tout est livré'), cash(page), confirm(page)];
  for (const part of inSight) {
    expect(
      await part.first().evaluate((element) => {
        // Of its first line: a long name stands in two, and between them lies what is behind.
        const [{ left, top, width, height } = new DOMRect()] = element.getClientRects();
        return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      }),
    ).toBe(true);
  }
  // The dearest note's cash can be read whole.
  await typeInto(cash(page), '1190086,54');
  expect(await clippedTexts(page)).toEqual([]);
  await cash(page).press('ControlOrMeta+A');
  await cash(page).press('Backspace');
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
  expect(await place.received(note)).toMatchObject({
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
      place.world.database.query(
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

test('[SCREEN-8] with letters twice as large nothing runs off the side of a small phone', async () => {
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger');
  await page.setViewportSize({ width: 360, height: 740 });
  const screens = {
    '/': page.locator('.next-stop'),
    '/route': page.getByRole('button', { name: /^Descendre/ }).first(),
    [`/deliveries/${note.id}`]: page.getByText('Scanner le bon').or(confirm(page)).first(),
    '/me/steps': page.locator('.row time').first(),
    '/me': page.getByRole('button', { name: 'Choisir un code…' }),
  };
  for (const [address, sight] of Object.entries(screens)) {
    await page.evaluate((to) => history.pushState(null, '', to), address);
    await sight.waitFor();
    await enlargeText(page, { name: 'big', width: 360, height: 740, textPercent: 200 });
    // What is laid out anew is there with the next frame.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await clippedTexts(page), address).toEqual([]);
  }
});
