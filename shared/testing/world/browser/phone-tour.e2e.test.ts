import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalAuditEntry } from '#shared/contract/audit.ts';
import { dayOf } from '#shared/ui/format.ts';
import { call, eventually, signIn } from '../start-world.ts';
import { openBrowser } from './chromium.ts';
import { cash, confirm } from './delivery-hands.ts';
import { type DriverWorld, openDriverWorld } from './driver-world.ts';
import { pressKeys, tapTwice, typeInto } from './hands.ts';
import { openNote, plain, signInOnPhone } from './phone-screens.ts';
import { codesOn } from './read-codes.ts';
import { chooseLanguage, faultsOf } from './screens/axe.ts';

/** A driver's day around the form: stops that fail, colleagues' notes, the route's order, and what is written down of it. */
let place: DriverWorld;

beforeAll(async () => {
  place = await openDriverWorld();
});
afterAll(() => place?.close());

const YESTERDAY = dayOf(Date.now() - 24 * 3600 * 1_000);

test('[SEED-10.3] [FORM-4] [FORM-5] [UNSENT-3] [UNSENT-4] a colleague’s note that came second is told with note, client and cash, and another depot’s when it is scanned, without a network', async () => {
  const { page } = place.driver;
  const [note, elsewhere] = await Promise.all([place.plan('driver2.alger'), place.plan('driver1.oran')]);
  const colleague = await signIn(place.world.serverUrl, 'driver2.alger');
  place.wifi.cut();
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
  const pushed = await call(place.world.serverUrl, 'POST', '/api/sync/push', {
    authorization: colleague.authorization,
    body: colleague.device.pushBody([first]),
  });
  expect(pushed.body).toMatchObject({ success: true });

  place.wifi.reconnect();
  await page.getByRole('link', { name: /1 à traiter/ }).click();
  const card = page.getByRole('article').filter({ hasText: note.reference });
  await card.waitFor();
  const words = plain(await card.textContent());
  expect(words).toContain(plain(note.client_name));
  expect(words).toMatch(
    /\S+ a confirmé ce bon le premier \(.+\), et vous ensuite \(.+\), avec 5 000,00 DA encaissés\./,
  );
  expect(words).toContain('remettez cet argent au dépôt');
  expect(words).not.toContain(note.id.slice(0, 8));
  await card.getByRole('button', { name: 'Compris' }).click();
  await card.getByRole('button', { name: 'Appuyez encore pour ranger' }).click();
  // It stays in the history, and the delivery that this phone has no row of is told by its own record.
  await page.getByRole('link').filter({ hasText: note.reference }).click();
  await page.getByRole('heading', { name: 'Déjà validée par quelqu’un d’autre' }).waitFor();
  await page.getByText(/a confirmé ce bon le premier .+ encaissés\.$/).waitFor();
  await page.getByText(/remettez cet argent au dépôt/).waitFor();
});

test('[FORM-2] [FORM-3] [FORM-6] a stop of yesterday that failed is on today’s tour, marked late', async () => {
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger', YESTERDAY);
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
  expect(await place.received(note)).toMatchObject({ reason: 'CLOSED', note: 'Rideau baissé' });
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
  await page.getByRole('button', { name: 'Retour à la tournée' }).click();
  const late = page.getByRole('link').filter({ hasText: 'en retard' });
  await late.waitFor();
  expect(plain(await late.textContent())).toContain('réessayer');
});

test('[TODAY-1] [TODAY-3] [TODAY-4] [FORM-9] the route is put in another order that a reload keeps, a stop is found by its product, and the day says what it came to', async () => {
  const { page } = place.driver;
  const names = () => page.locator('ol.rows .row-main').allTextContents();
  await page.goto(`${place.wifi.url}/route`);
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
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  expect(await focused()).toBe('H1');
  // A screen that one comes back to is as it was left.
  const body = page.locator('.screen-body');
  await page.getByRole('link', { name: 'Jours passés' }).waitFor();
  await body.evaluate((element) => element.scrollTo({ top: 150, behavior: 'instant' }));
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByRole('heading', { level: 1, name: 'Stock' }).waitFor();
  expect(await focused()).toBe('H1');
  await page.getByRole('link', { name: 'Tournée' }).click();
  await eventually(
    () => body.evaluate(({ scrollTop }) => scrollTop),
    (top) => top === 150,
    'the tour is scrolled as it was',
  );
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

/** What stands on the tour of each stop: where its two round buttons lead, and what they say. */
const waysOnTour = (page: Page) =>
  page.locator('.next-stop, .stop-row').evaluateAll((cards) =>
    cards.map((card) => {
      const to = (scheme: string) => card.querySelector<HTMLAnchorElement>(`a[href^="${scheme}:"]`);
      const said = (link: HTMLAnchorElement | null) => link && [link.getAttribute('href'), link.ariaLabel];
      const id = card.querySelector('a[href^="/deliveries/"]')?.getAttribute('href')?.split('/').at(-1);
      return { id, call: said(to('tel')), map: said(to('geo')) };
    }),
  );

test('[TODAY-8] every stop that is still to be delivered rings its client and leads there, in French and in Arabic', async () => {
  const { page } = place.driver;
  const { rows } = await place.world.database.query(
    `SELECT d.id, d.status, c.name, c.phone, c.location FROM deliveries d JOIN clients c ON c.id = d.client_id`,
  );
  const known = new Map(rows.map((row) => [row.id as string, row]));
  const languages = [
    ['fr', 'Appeler', 'Itinéraire vers', 'Jours passés'],
    ['ar', 'اتصل بـ', 'الطريق إلى', 'الأيام السابقة'],
  ] as const;
  for (const [language, call, map, pastDays] of languages) {
    await chooseLanguage(page, language);
    await page.goto(place.wifi.url);
    await page.getByRole('link', { name: pastDays }).waitFor();
    const shown = await waysOnTour(page);
    expect(shown.length).toBeGreaterThan(3);
    const expected = shown.map(({ id }) => {
      const { status, name, phone, location } = known.get(id ?? '') ?? {};
      const isOpen = status === 'PENDING' || status === 'FAILED';
      const at = location && `${location.lat},${location.lng}`;
      return {
        id,
        call: isOpen && phone ? [`tel:${phone.replaceAll(' ', '')}`, `${call} ${name}`] : null,
        map: isOpen && at ? [`geo:${at}?q=${at}`, `${map} ${name}`] : null,
      };
    });
    expect(shown).toEqual(expected);
    expect(shown.filter((stop) => stop.call !== null).length).toBeGreaterThan(2);
    expect(shown.filter((stop) => stop.map !== null).length).toBeGreaterThan(0);
  }
  await chooseLanguage(page, 'fr');
  await page.goto(place.wifi.url);
});

test('[TODAY-5] the next stop is passed by with a reason, and the one after it is next', async () => {
  const { page } = place.driver;
  await page.goto(place.wifi.url);
  const next = page.locator('.next-stop');
  const name = await next.locator('.row-main bdi').first().textContent();
  await next.getByRole('button', { name: 'Passer…' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Route coupée' }).click();
  await page.locator('.settling').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Passer cet arrêt' }).click();
  await page.getByText(/^Passé à \d\d:\d\d · Route coupée$/).waitFor();
  expect(await next.locator('.row-main bdi').first().textContent()).not.toBe(name);
  const skipped = await eventually(
    async () =>
      (
        await place.world.database.query(
          `SELECT body FROM events WHERE action = 'VISIT_SKIPPED' AND status = 'APPLIED'`,
        )
      ).rows,
    (rows) => rows.length === 1,
    'HQ knows that the stop was passed by',
  );
  expect(JSON.parse(skipped[0].body).payload).toEqual({ reason: 'ROAD' });
});

test('[TODAY-6] [VAN-1] [VAN-3] [VAN-4] [TOUR-10] the depot loads a van and counts what comes back, and its driver signs both from the depot’s screen, without a network', async () => {
  const { page } = place.driver;
  const depot = await openBrowser({ width: 360, height: 740 });
  try {
    const crew = depot.page;
    await signInOnPhone(crew, place.wifi.url, 'clerk.alger');
    const { rows } = await place.world.database.query("SELECT name FROM users WHERE username = 'driver1.alger'");
    const van = crew.getByRole('link').filter({ hasText: rows[0].name });
    await van.getByText(/bons à livrer · pas encore chargé/).waitFor();
    expect(await crew.getByRole('button', { name: 'Scanner' }).count()).toBe(0);
    await crew.evaluate(() => navigator.serviceWorker.ready);
    place.wifi.cut();
    await van.click();
    await crew.getByRole('button', { name: 'Charger le camion' }).click();
    await crew
      .getByText(/^Lot .+ · à consommer avant le .+ · demandé/)
      .first()
      .waitFor();
    await expectClean(crew);
    await crew.getByRole('button', { name: 'Enregistrer le chargement' }).click();
    await crew.locator('.van-code').waitFor();
    await expectClean(crew);
    const sign = async (what: string) => {
      await page.getByRole('link', { name: 'Tournée' }).click();
      await page.getByRole('link', { name: 'Signer un chargement ou un retour' }).click();
      await page.getByRole('button', { name: 'Saisir le code à la main' }).click();
      await page.getByLabel('Code du magasinier').click();
      await page.keyboard.insertText((await shownCodes(crew)).join(' '));
      await page.getByRole('button', { name: 'Vérifier le code' }).click();
      await page.getByRole('heading', { name: what }).waitFor();
      expect(await faultsOf(page, 'fr')).toEqual([]);
      await page.locator('.settling, [data-settling]').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Signer', exact: true }).click();
      await page.getByText('Signé. Le siège le reçoit tout seul.').waitFor();
    };
    await sign('Chargement');
    expect(await faultsOf(page, 'fr')).toEqual([]);
    await page.getByText(/^Lot /).first().waitFor();

    await crew.getByRole('button', { name: 'Terminé' }).click();
    await van.click();
    await crew.getByRole('button', { name: 'Compter le retour' }).click();
    await typeInto(crew.getByRole('searchbox', { name: 'Ajouter un produit' }), 'halloumi');
    await crew.getByRole('button', { name: /^Halloumi/ }).click();
    // The cursor is in its first field already.
    const good = crew.getByLabel(/^Quantité\s: Halloumi.*, bon état$/);
    await good.waitFor();
    await pressKeys(crew, '4');
    expect(await good.inputValue()).toBe('4');
    await typeInto(crew.getByLabel(/^Quantité\s: Halloumi.*, abîmé$/), '2');
    await typeInto(crew.getByLabel(/^Quantité\s: espèces, 2\s000 DA$/), '3');
    await crew.getByText(/^6\s000,00/).waitFor();
    await expectClean(crew);
    await crew.getByRole('button', { name: 'Enregistrer le comptage' }).click();
    await sign('Comptage');
    await page.getByText('abîmé').waitFor();
    await page.getByText(/^6\s000,00/).waitFor();
    place.wifi.reconnect();
    const signed = await eventually(
      async () =>
        (
          await place.world.database.query(
            `SELECT action FROM events WHERE entity_type = 'TOUR' AND status = 'APPLIED' ORDER BY action`,
          )
        ).rows,
      (found) => found.length === 4,
      'HQ has loading, count and both signatures',
    );
    expect(signed.map(({ action }) => action)).toEqual([
      'TOUR_CONFIRMED',
      'TOUR_CONFIRMED',
      'TOUR_COUNTED',
      'VAN_LOADED',
    ]);
  } finally {
    place.wifi.reconnect();
    await depot.close();
  }
});

/** In French in the light, and in Arabic in the dark, where what was typed is still there. */
async function expectClean(page: Page): Promise<void> {
  for (const language of ['ar', 'fr'] as const) {
    await chooseLanguage(page, language);
    await page.reload();
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
    await page.locator('main :is(input, .van-code)').first().waitFor();
    expect(await faultsOf(page, language)).toEqual([]);
  }
}

/** The codes on the depot's screen, one after another. */
async function shownCodes(crew: Page): Promise<string[]> {
  const codes: string[] = [];
  const picture = crew.locator('.van-code');
  await picture.waitFor();
  const next = crew.getByRole('button', { name: 'Code suivant' });
  for (let isNew = true; isNew; ) {
    const [code = ''] = await codesOn(await picture.screenshot());
    isNew = !codes.includes(code);
    if (isNew) codes.push(code);
    if ((await next.count()) === 0) break;
    await next.click();
  }
  return codes;
}

/** The steps about a delivery that HQ has, in their order. */
async function stepsAtHq(deliveryId: string): Promise<LocalAuditEntry[]> {
  const { authorization } = place.admin;
  const { body } = await call(place.world.serverUrl, 'GET', '/api/admin/audit-entries?limit=200', { authorization });
  const entries: LocalAuditEntry[] = body.items;
  return entries.filter(({ entity_id }) => entity_id === deliveryId).reverse();
}

test('[SEED-10.9] [AUDIT-1] [AUDIT-2] [AUDIT-3] audit complete offline: the steps played without a network are those that HQ lists', async () => {
  const { page } = place.driver;
  const note = await place.planned(page, 'driver1.alger');
  const later = await place.plan('driver1.alger');
  place.wifi.cut();
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

  place.wifi.reconnect();
  await page.goto(`${place.wifi.url}/deliveries/${later.id}`);
  await page.getByRole('heading', { name: later.reference }).waitFor();
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
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
});

test('[FORM-8] a screen that breaks says what is safe, and opens again', async () => {
  const { page } = place.driver;
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
