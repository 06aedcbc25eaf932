import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { create } from 'qrcode';
import { type Browser, openBrowser } from '../world/browser/chromium.ts';
import { fakeCameraFlags, filmPicture, type GreyPicture } from '../world/browser/fake-camera.ts';
import { openNote, signInOnPhone } from '../world/browser/phone-screens.ts';
import { planNote } from '../world/browser/planned-note.ts';
import type { Lab } from './lab.ts';
import { firstPaint, paintedAfter, takeKeys, watchPages } from './phone-watch.ts';
import { openYard, type Yard } from './phone-yard.ts';
import { median, quantile, type Reading, withinMs } from './readings.ts';

/** An old phone beside this machine. The browser slows the page by it, and not the worker that holds the data. */
const SLOWDOWN = 6;
const NOTE = `page ${SLOWDOWN}× slowed, its worker is not`;
const STARTS = 9;
const SCANS = 5;
const CONFIRMED = 7;
const DRIVER = 'driver1.alger';
const SIZE = { width: 360, height: 740 };
const KEY_EVERY_MS = 120;

const SIGHTS = {
  view: { selector: '.screen-title' },
  tour: { selector: '.next-stop' },
  form: { selector: '.delivery-fields' },
  recorded: { selector: 'h1, h2, h3', text: 'Enregistré' },
};

/** What a driver waits for, in a real browser on a slow phone: opening, scanning, confirming, searching, the first load. */
export async function phone(lab: Lab): Promise<Reading[]> {
  const readings = await dayOfWork(lab);
  await lab.clear();
  return [...readings, await firstLoad(lab)];
}

async function dayOfWork(lab: Lab): Promise<Reading[]> {
  const yard = await openYard(lab, { products: 2_000, clients: 5_000 });
  const notes = await Promise.all(
    Array.from({ length: CONFIRMED + 1 }, () => planNote({ world: yard, admin: yard.admin }, DRIVER)),
  );
  const [scanned, ...confirmed] = notes;
  const film = join(await lab.folder('film'), 'note.y4m');
  await filmPicture(pictureOf(scanned?.qr_payload ?? ''), film);
  const browser = await openBrowser({ ...SIZE, flags: fakeCameraFlags(film), permissions: ['camera'] });
  try {
    const { page } = browser;
    await watchPages(page, SIGHTS);
    await signInOnPhone(page, yard.hubUrl, DRIVER);
    await page.locator('.next-stop').waitFor({ timeout: 120_000 });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await slowDown(browser);
    return [
      ...(await starts(page, yard)),
      await scans(page),
      await confirmations(page, confirmed),
      await search(page, '5,000 clients', '/clients', 'epicerie 4711'),
      await search(page, '2,000 products', '/stock', 'fromage 1234'),
    ];
  } finally {
    await browser.close();
  }
}

async function slowDown({ context, page }: Browser): Promise<void> {
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}

const reading = (figure: string, goal: number, rounds: number[], value = median(rounds)): Reading => ({
  figure: `phone: ${figure}`,
  goal: withinMs(goal),
  value,
  parts: { rounds: rounds.length, slowest: Math.max(...rounds) },
  rounds: rounds.slice(0, STARTS),
  note: NOTE,
});

async function starts(page: Page, { hubUrl }: Yard): Promise<Reading[]> {
  const rounds: { paint: number; view: number; tour: number }[] = [];
  // The first fills the browser's cache of compiled programs and does not count.
  for (let round = 0; round <= STARTS; round += 1) {
    await page.goto('about:blank');
    await page.goto(hubUrl);
    const tour = await paintedAfter(page, 'tour');
    const measured = { paint: await firstPaint(page), view: await paintedAfter(page, 'view'), tour };
    if (round > 0) rounds.push(measured);
  }
  const of = (part: 'paint' | 'view' | 'tour') => rounds.map((round) => round[part]);
  return [
    reading('first paint, from the service worker', 1_000, of('paint')),
    reading('first view, from the service worker', 1_500, of('view')),
    reading('tour, from the service worker', 1_800, of('tour')),
  ];
}

async function scans(page: Page): Promise<Reading> {
  const rounds: number[] = [];
  for (let round = 0; round <= SCANS; round += 1) {
    await page.getByRole('link', { name: 'Tournée' }).click();
    await page.getByRole('button', { name: 'Scanner' }).click();
    const measured = await paintedAfter(page, 'form');
    if (round > 0) rounds.push(measured);
  }
  return reading('frame shown → form', 300, rounds);
}

async function confirmations(page: Page, notes: { qr_payload: string }[]): Promise<Reading> {
  const rounds: number[] = [];
  for (const { qr_payload } of notes) {
    await openNote(page, qr_payload);
    await page.locator('.delivery-fields').waitFor();
    await page.getByRole('button', { name: 'Confirmer la livraison' }).click();
    rounds.push(await paintedAfter(page, 'recorded'));
  }
  return reading('confirm → next', 200, rounds);
}

async function search(page: Page, what: string, path: string, keys: string): Promise<Reading> {
  await page.evaluate((address) => history.pushState(null, '', address), path);
  const field = page.getByRole('searchbox').first();
  await field.click();
  await takeKeys(page, 0);
  await page.keyboard.type(keys, { delay: KEY_EVERY_MS });
  const rounds = await takeKeys(page, keys.length);
  return reading(`${what} searched, a key, p95`, 50, rounds, quantile(rounds, 0.95));
}

async function firstLoad(lab: Lab): Promise<Reading> {
  const yard = await openYard(lab, { products: 2_000, clients: 16_000 });
  const browser = await openBrowser(SIZE);
  try {
    const { page } = browser;
    await watchPages(page, SIGHTS);
    await slowDown(browser);
    await signInOnPhone(page, yard.hubUrl, DRIVER);
    return reading('sign-in → tour, first load of 20,000 entities', 20_000, [await paintedAfter(page, 'tour')]);
  } finally {
    await browser.close();
  }
}

const MODULE_PIXELS = 6;
const QUIET_MODULES = 8;

/** A note's code on white paper. */
function pictureOf(payload: string): GreyPicture {
  const { modules } = create(payload, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * QUIET_MODULES) * MODULE_PIXELS;
  const pixels = new Uint8Array(side * side).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [row, column] = [y, x].map((at) => Math.floor(at / MODULE_PIXELS) - QUIET_MODULES) as [number, number];
      const isInside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      if (isInside && modules.get(row, column)) pixels[y * side + x] = 0;
    }
  }
  return { width: side, height: side, pixels };
}
