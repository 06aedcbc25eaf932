import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import type { Result } from '#shared/contract/errors.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { freePort } from '../../free-port.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, enrollCode, eventually, signIn, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { typeInto } from './hands.ts';
import { faultsOf } from './screens/axe.ts';

/** The first start of a depot's PC, as its clerk does it: the real hub, the real wizard, a real HQ. */
let database: TestDatabase;
let world: World;
let folder: string;
let browser: Browser;
let wizard: string;
let opening: Promise<Result<RunningHub, string>>;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startWorld(database.url);
  folder = await mkdtemp(join(tmpdir(), 'manchengo-setup-'));
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: join(folder, 'hub'),
    MANCHENGO_PORT: '0',
    // The hub opens where the wizard was: among the usual ports another test's hub might take the place in between.
    MANCHENGO_DESKTOP_PORT: String(await freePort()),
  });
  if (!settings.ok) throw new Error(settings.error);
  const where = Promise.withResolvers<string>();
  const logger = nodeLog('hub', 'silent');
  opening = openHub({ settings: settings.value, logger, onSetup: where.resolve });
  wizard = await where.promise;
  browser = await openBrowser({ width: 1280, height: 800 });
});
afterAll(async () => {
  await browser?.close();
  // A wizard that nobody went through is still open: it ends with this process.
  const hub = await Promise.race([opening, null]);
  if (hub?.ok) await hub.value.close();
  await world?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const askToJoin = (body: unknown, token = new URL(wizard).searchParams.get('token')) =>
  call(new URL(wizard).origin, 'POST', '/api/setup/join', { authorization: `Bearer ${token}`, body });

/** It is seen whole in a window of the usual size. */
async function expectWithin(element: Locator, page: Page): Promise<void> {
  const box = await element.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
}

test('[SETUP-1] only the window’s token opens the wizard’s call', async () => {
  expect((await askToJoin({ server: world.serverUrl, code: 'x', ca: null }, 'other')).status).toBe(401);
});

test('[SETUP-3] what is wrong is named, and nothing is kept of it', async () => {
  const used = await enrollCode(world.serverUrl, 'ALG');
  await world.database.query('UPDATE hub_codes SET hub_id = (SELECT id FROM hubs LIMIT 1) WHERE hub_id IS NULL');
  const old = await enrollCode(world.serverUrl, 'ALG');
  await world.database.query('UPDATE hub_codes SET expires_at = now() WHERE hub_id IS NULL');
  for (const [server, code, trouble] of [
    ['https://', 'x', 'ADDRESS'],
    ['http://hq.example.com', 'x', 'ADDRESS'],
    ['http://127.0.0.1:1', 'x', 'SILENT'],
    [world.hubUrl, 'x', 'HUB'],
    [world.serverUrl, 'NO-SUCH-CODE', 'CODE_UNKNOWN'],
    [world.serverUrl, used, 'CODE_USED'],
    [world.serverUrl, old, 'CODE_EXPIRED'],
  ]) {
    expect((await askToJoin({ server, code, ca: null })).body, `${server} ${code}`).toEqual({ joined: false, trouble });
  }
});

test('[SETUP-1] a clerk joins key by key, sees the network, and comes to the depot’s screen', async () => {
  const { page } = browser;
  await page.goto(wizard);
  const next = page.getByRole('button', { name: 'Continuer' });
  // The head's own menu of languages is there before the wizard is.
  await page.getByRole('main').getByRole('button', { name: 'Français' }).click();
  await next.click();
  // Nothing leads anywhere yet but the step's own button, which is there without scrolling.
  expect(await page.getByRole('navigation').count()).toBe(0);
  await expectWithin(page.getByRole('button', { name: 'Relier ce poste' }), page);
  await typeInto(page.getByLabel('Adresse du siège'), new URL(world.serverUrl).host);
  await typeInto(page.getByLabel('Code du poste'), 'FAUX-CODE');
  await page.getByRole('button', { name: 'Relier ce poste' }).click();
  // Plain HTTP is for this very machine alone, and has to be typed.
  await page.getByText('Le siège ne répond pas à cette adresse').waitFor();
  await typeInto(page.getByLabel('Adresse du siège'), world.serverUrl);
  await page.getByRole('button', { name: 'Relier ce poste' }).click();
  await page.getByText('Le siège ne connaît pas ce code').waitFor();
  expect(await faultsOf(page, 'fr')).toEqual([]);
  await typeInto(page.getByLabel('Code du poste'), await enrollCode(world.serverUrl, 'ORN'));
  await page.getByRole('button', { name: 'Relier ce poste' }).click();
  await page.getByRole('heading', { name: 'Le réseau de la cour' }).waitFor();
  await page.getByText('Accès des téléphones : bien').waitFor();
  await page.reload();
  await page.getByText('Accès des téléphones : bien').waitFor();
  expect(await faultsOf(page, 'fr')).toEqual([]);
  await next.click();
  await page.getByRole('heading', { name: 'L’imprimante' }).waitFor();
  await next.click();
  await page.getByRole('heading', { name: 'Le premier téléphone' }).waitFor();
  await page.getByRole('button', { name: 'Commencer' }).click();
  await page.getByRole('heading', { level: 1, name: 'Oran' }).waitFor();
  const hub = await opening;
  expect(hub.ok && hub.value.desktopUrl).toBe(wizard);
});

test('[SETUP-2] HQ’s invitation says everything that a first start needs', async () => {
  const { authorization } = await signIn(world.serverUrl, 'admin');
  const made = await call(world.serverUrl, 'POST', '/api/admin/hub-codes', { authorization, body: { depot_id: 1 } });
  const { code, invitation } = made.body;
  expect(invitation).toEqual({ v: 1, server: expect.stringMatching(/^http:/), code, ca: null });
  const ports = [world.serverUrl, world.wan.url].map((url) => new URL(url).port);
  expect(ports).toContain(new URL(invitation.server).port);
});

test('[HUB-35] a window on which nothing happens asks at most twice a minute', async () => {
  const { page } = browser;
  const asked: string[] = [];
  await page.goto(wizard);
  await page.getByRole('heading', { level: 1, name: 'Oran' }).waitFor();
  await eventually(
    async () => {
      asked.length = 0;
      page.on('request', (request) => asked.push(request.url()));
      await page.waitForTimeout(8_000);
      page.removeAllListeners('request');
      return asked.length;
    },
    (count) => count <= 1,
    'it has become quiet',
  );
});
