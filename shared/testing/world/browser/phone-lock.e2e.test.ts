import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { DEMO_PASSWORD, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { inArabicDigits, typeInto } from './hands.ts';
import { signInOnPhone } from './phone-screens.ts';

/** The lock as a person meets it, and what lies on the disk of a real browser. */
let database: TestDatabase;
let world: World;
let wifi: Wan;
const browsers: Browser[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  wifi = await openWan(world.hubUrl);
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await wifi?.close();
  await world?.close();
  await database?.drop();
});

const PIN = '135790';

async function enter(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
}

/** On a keyboard with Arabic digits: what Playwright types beyond a US keyboard presses no key. */
async function pressArabicKeys(page: Page, digits: string): Promise<void> {
  for (const key of inArabicDigits(digits)) {
    await page.evaluate((pressed) => document.body.dispatchEvent(new KeyboardEvent('keydown', pressed)), {
      key,
      bubbles: true,
    });
  }
}

async function choosePin(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Moi' }).click();
  await page.getByRole('button', { name: 'Choisir un code…' }).click();
  await enter(page, '123456');
  await page.getByText('Trop facile à deviner').waitFor();
  await enter(page, PIN);
  await page.getByRole('heading', { name: 'Le même, encore une fois' }).waitFor();
  await enter(page, PIN);
  await page.getByRole('button', { name: 'Changer…' }).waitFor();
}

/** Records that the next stop was closed. */
async function recordFailure(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Tournée' }).click();
  await page.locator('.next-stop').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Livraison impossible…' }).click();
  await page.getByRole('radio', { name: 'Commerce fermé' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
}

/** Every file of the browser's profile, whoever wrote it. */
async function profileBytes(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0))),
  );
  return Buffer.concat(contents);
}

test('[SAFE-5] [SAFE-6] [SAFE-8] [FIND-12] [NUM-4] a PIN is chosen, asked for after idle time and at the start, and got over by a sign-in; what is unsent is whole', async () => {
  const browser = await openBrowser();
  browsers.push(browser);
  const { page } = browser;
  await page.clock.install();
  await signInOnPhone(page, wifi.url, 'driver1.alger');
  await page.locator('.next-stop').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await choosePin(page);
  wifi.cut();
  world.wan.cut();
  await recordFailure(page);
  await page.getByRole('link', { name: '1 à envoyer' }).waitFor();

  // Left alone for five minutes.
  await page.clock.fastForward('05:01');
  await page.getByRole('heading', { name: 'Entrez votre code' }).waitFor();
  await page.getByText('1 saisie de ce téléphone n’est pas encore au siège').waitFor();
  expect(await page.getByRole('link', { name: 'Moi' }).count()).toBe(0);
  await enter(page, '975310');
  await page.getByText('Code faux. Encore 9 essais.').waitFor();
  await enter(page, PIN);
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();

  // Without a network, from the start: why it finds nobody can be asked at the lock, too.
  await page.reload();
  await page.getByRole('heading', { name: 'Entrez votre code' }).waitFor();
  await page.getByRole('button', { name: 'Vérifier la connexion' }).click();
  await page.getByText('Probablement :').waitFor();
  await page.getByText('Dépôt ALG').first().waitFor();
  expect(await page.getByText('driver1.alger').count()).toBe(0);
  await page.getByRole('button', { name: 'Retour' }).click();
  await pressArabicKeys(page, PIN);
  await page.getByRole('link', { name: '1 à envoyer' }).waitFor();

  // Forgotten.
  await page.reload();
  await page.getByRole('button', { name: 'Code oublié ?' }).click();
  wifi.reconnect();
  world.wan.reconnect();
  await typeInto(page.getByLabel('Nom d’utilisateur'), 'driver1.alger');
  await typeInto(page.getByLabel('Mot de passe'), DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('link', { name: 'Moi' }).click();
  await page.getByRole('button', { name: 'Choisir un code…' }).waitFor();
  await page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();
});

test('[SAFE-1] [SAFE-4] on the disk of a real browser no name, number, address, price or token stands in clear', async () => {
  const browser = await openBrowser();
  browsers.push(browser);
  const { page, profile } = browser;
  const tokens: string[] = [];
  page.context().on('response', async (response) => {
    if (!/\/api\/auth\/(login|refresh)$/.test(response.url())) return;
    const { access_token, refresh_token } = (await response.json()) as Record<string, string>;
    tokens.push(access_token!, refresh_token!);
  });
  await signInOnPhone(page, wifi.url, 'driver2.alger');
  await page.locator('.next-stop').waitFor();
  await recordFailure(page);
  const local = await page.evaluate(() => Object.keys(localStorage));
  const allowed = ['manchengo.language', 'mantine-color-scheme-value'];
  expect(local.filter((key) => !allowed.includes(key))).toEqual([]);
  const inIndexedDb = await page.evaluate(keptTypes);
  expect(inIndexedDb).toEqual({
    device: 'keys that nobody can read',
    safe: 'bytes',
    // Public halves and who vouches for them, which the server shows to everybody.
    server_keys: expect.stringMatching(
      /^\{"keys":\[(\{"kty":"EC","crv":"P-256","x":"[\w-]{43}","y":"[\w-]{43}","alg":"(ES256|ECDH-ES\+A256KW)","kid":"[\w-]+","use":"(sig|enc)"(,"endorsement":"[\w.-]+")?\},?)+\]\}$/,
    ),
    session: 'bytes',
    wrapping_key: 'a key that nobody can read',
  });
  const { rows: clients } = await world.database.query(
    `SELECT c.name, c.phone, c.address FROM clients c JOIN client_depots d ON d.client_id = c.id
     JOIN depots p ON p.id = d.depot_id AND p.code = 'ALG'`,
  );
  await browser.context.close();
  const bytes = await profileBytes(profile);
  // The user's name is not among them: browsers keep what was typed into forms by themselves.
  const secrets = [
    ...tokens.map((token) => token.slice(-40)),
    ...clients.flatMap(({ name, phone, address }) => [name, phone, address]),
    '"unit_price_ht"',
    '"total_ttc"',
  ].filter((secret): secret is string => typeof secret === 'string' && secret.length > 7);
  expect(secrets.length).toBeGreaterThan(100);
  const found = secrets.filter((secret) =>
    [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')].some((needle) => bytes.includes(needle)),
  );
  expect(found).toEqual([]);
});

/** Runs in the page: what each thing in IndexedDB is, and whether a key gives its bytes away. */
async function keptTypes(): Promise<Record<string, string>> {
  const request = indexedDB.open('manchengo-vault');
  await new Promise((resolve) => {
    request.onsuccess = resolve;
  });
  const store = request.result.transaction('kept').objectStore('kept');
  const [keys, values] = await Promise.all(
    [store.getAllKeys(), store.getAll()].map(
      (asked) =>
        new Promise<unknown[]>((resolve) => {
          asked.onsuccess = () => resolve(asked.result);
        }),
    ),
  );
  const isHidden = (key: unknown) => key instanceof CryptoKey && !key.extractable;
  const kind = (value: unknown): string => {
    if (value instanceof Uint8Array) return 'bytes';
    if (isHidden(value)) return 'a key that nobody can read';
    const { keys: pair } = value as { keys?: CryptoKeyPair };
    return isHidden(pair?.privateKey) ? 'keys that nobody can read' : JSON.stringify(value);
  };
  return Object.fromEntries((keys ?? []).map((key, index) => [String(key), kind(values?.[index])]));
}
