import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubHost } from '#shared/domain/hub-host.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { type SecureWorld, startSecureWorld } from '../hub/secure-world.ts';
import { type Browser, type BrowserOptions, openBrowser } from './chromium.ts';
import { signInOnPhone } from './phone-screens.ts';
import { hasCertutil, homeThatTrusts } from './trust-store.ts';

/**
 * The yard's TLS as a phone's browser judges it: with the company CA in its store and no flag that would have it look
 * away. A name is mapped to the hub's address of the moment, which is what mDNS does in a yard.
 */
let database: TestDatabase;
let world: SecureWorld;
let trusting: string;
let dataDir: string;
const browsers: Browser[] = [];
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

beforeAll(async () => {
  if (!hasCertutil) return;
  database = await createTestDatabase();
  world = await startSecureWorld(database.url);
  trusting = homeThatTrusts(await world.folder(), await world.ca.roots());
  dataDir = await world.folder();
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await world?.close();
  await database?.drop();
});

async function open(address: string, options: BrowserOptions): Promise<Browser> {
  const flags = [`--host-resolver-rules=MAP *.local ${address}`, ...CAMERA];
  const browser = await openBrowser({ permissions: ['camera'], flags, ...options });
  browsers.push(browser);
  return browser;
}

async function start(host: string, port: string) {
  const hub = await world.hub({ dataDir, env: { MANCHENGO_HOST: host, MANCHENGO_PORT: port } });
  if (!hub.ok) throw new Error(hub.error);
  return hub.value;
}

/** What only a page over a connection that the browser believes may have. */
const powers = (page: Page) =>
  page.evaluate(async () => {
    const camera = await navigator.mediaDevices?.getUserMedia({ video: true }).catch(() => null);
    const worker = await navigator.serviceWorker?.ready;
    for (const track of camera?.getTracks() ?? []) track.stop();
    return {
      secure: isSecureContext,
      worker: Boolean(worker?.active),
      camera: Boolean(camera),
      crypto: Boolean(crypto.subtle),
    };
  });

async function recordFailure(page: Page): Promise<void> {
  await page.locator('.next-stop').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Livraison impossible…' }).click();
  await page.getByRole('radio', { name: 'Commerce fermé' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('heading', { name: 'Enregistré', exact: true }).waitFor();
}

const allAtHq = (page: Page) => page.getByRole('link', { name: /: Tout est au siège$/ }).waitFor();

test.skipIf(!hasCertutil)(
  '[TLS-14] [FIND-12] a phone that trusts the company CA works by the hub’s name, and by the same name with the same data once the hub’s address has changed',
  async () => {
    const first = await start('127.0.0.1', '0');
    const { port } = new URL(first.url);
    const origin = `https://manchengo.local:${port}`;
    const before = await open('127.0.0.1', { home: trusting });
    await signInOnPhone(before.page, origin, 'driver1.alger');
    await before.page.locator('.next-stop').waitFor();
    expect(await powers(before.page)).toEqual({ secure: true, worker: true, camera: true, crypto: true });
    await recordFailure(before.page);
    await allAtHq(before.page);
    const done = await world.server.deps.database.query("SELECT status FROM events WHERE action = 'DELIVERY_FAILED'");
    expect(done.rows).toEqual([{ status: 'APPLIED' }]);

    await before.page.goto(`${origin}/me/connection`);
    await before.page.getByRole('heading', { name: 'Tout va bien' }).waitFor();

    // The router gives the hub another address; meanwhile the driver goes on.
    await first.close();
    await before.page.getByRole('button', { name: 'Vérifier de nouveau' }).click();
    await before.page.getByText('Probablement :').waitFor();
    expect(await before.page.getByText('Ce téléphone ne reconnaît pas le dépôt').count()).toBe(0);
    await before.page.goto(origin);
    await recordFailure(before.page);
    await before.page.getByRole('link', { name: '1 à envoyer' }).waitFor();
    await before.context.close();
    const second = await start('127.0.0.2', port);
    const after = await open('127.0.0.2', { home: trusting, profile: before.profile });
    await after.page.goto(origin);
    await allAtHq(after.page);
    expect(await powers(after.page)).toEqual({ secure: true, worker: true, camera: true, crypto: true });
    const both = await world.server.deps.database.query("SELECT status FROM events WHERE action = 'DELIVERY_FAILED'");
    expect(both.rows).toEqual([{ status: 'APPLIED' }, { status: 'APPLIED' }]);

    // By its own name and, once its certificate names it, by its address, too.
    await second.certificate?.look();
    const page = await after.context.newPage();
    for (const host of [hubHost(second.identity.hub_id), '127.0.0.2']) {
      await page.goto(`https://${host}:${port}/`);
      expect(await page.evaluate(() => isSecureContext)).toBe(true);
    }
    await second.close();
  },
);

test.skipIf(!hasCertutil)(
  '[TLS-15] a phone that does not trust the company CA is refused, and so is a page over plain HTTP its powers',
  async () => {
    const hub = await start('127.0.0.1', '0');
    const stranger = await open('127.0.0.1', { home: homeThatTrusts(await world.folder(), []) });
    const { port } = new URL(hub.url);
    await expect(stranger.page.goto(`https://manchengo.local:${port}`)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
    const plain = await stranger.context.newPage();
    await plain.goto(`http://manchengo.local:${new URL(hub.trustUrl ?? '').port}/deliveries`);
    await plain.getByRole('heading', { name: 'Préparer ce téléphone' }).waitFor();
    expect(await plain.evaluate(() => isSecureContext)).toBe(false);
    await hub.close();
  },
);
