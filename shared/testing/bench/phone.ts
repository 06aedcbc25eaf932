import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { create } from 'qrcode';
import { WAIT_MS } from '../wait-limits.ts';
import { type Browser, type BrowserOptions, openBrowser } from '../world/browser/chromium.ts';
import { fakeCameraFlags, filmPicture, type GreyPicture } from '../world/browser/fake-camera.ts';
import { signInOnPhone } from '../world/browser/phone-screens.ts';
import { type PlannedNote, planNote } from '../world/browser/planned-note.ts';
import type { Lab } from './lab.ts';
import { openUnwatched, type Start } from './phone-start.ts';
import { type PhoneWatch, watchPage } from './phone-watch.ts';
import { openYard, type Yard } from './phone-yard.ts';
import { median, quantile, type Reading, withinMs } from './readings.ts';

/** An old phone beside this machine. The browser slows the page by it, and not the worker that holds the data. */
const SLOWDOWN = 6;
const NOTE = `page ${SLOWDOWN}× slowed, its worker is not`;
const STARTS = 9;
const DELIVERED = 7;
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
    Array.from({ length: DELIVERED + 1 }, () => planNote({ world: yard, admin: yard.admin }, DRIVER)),
  );
  const film = join(await lab.folder('film'), 'note.y4m');
  const options = { ...SIZE, flags: fakeCameraFlags(film), permissions: ['camera'] };
  const opening = await starts(await signedIn(yard, options), yard);
  const browser = await openBrowser({ ...options, profile: opening.profile });
  try {
    const tab = await openSlowTab(browser);
    await tab.page.goto(yard.hubUrl);
    await tab.watch.painted('tour');
    return [
      ...opening.readings,
      ...(await deliveries(tab, notes, film)),
      await search(tab, '5,000 clients', '/clients', 'epicerie 4711'),
      await search(tab, '2,000 products', '/stock', 'fromage 1234'),
    ];
  } finally {
    await browser.close();
  }
}

/** A phone with its day's data, and all files of the app kept by its service worker. → its profile. */
async function signedIn(yard: Yard, options: BrowserOptions): Promise<string> {
  const { page, context, profile } = await openBrowser(options);
  await signInOnPhone(page, yard.hubUrl, DRIVER);
  await page.locator('.next-stop').waitFor({ timeout: WAIT_MS });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.close();
  return profile;
}

interface SlowTab {
  page: Page;
  watch: PhoneWatch;
}

/** As the app is opened from the home screen: in a process of its own, with nothing of an earlier visit in memory. */
async function openSlowTab({ context }: Browser): Promise<SlowTab> {
  const page = await context.newPage();
  const watch = await watchPage(page, SIGHTS);
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return { page, watch };
}

const reading = (figure: string, goal: number, rounds: number[], value = median(rounds)): Reading => ({
  figure: `phone: ${figure}`,
  goal: withinMs(goal),
  value,
  parts: { rounds: rounds.length, slowest: Math.max(...rounds) },
  rounds: rounds.slice(0, STARTS),
  note: NOTE,
});

/** As the app is opened from the home screen: in a process of its own, with nothing of an earlier visit in memory. */
async function starts(profile: string, { hubUrl }: Yard): Promise<{ profile: string; readings: Reading[] }> {
  const browser = await openUnwatched(profile, SIZE, SLOWDOWN, SIGHTS);
  const rounds: Start[] = [];
  try {
    // The first fills the browser's caches and does not count.
    for (let round = 0; round <= STARTS; round += 1) rounds.push(await browser.start(hubUrl));
  } finally {
    await browser.close();
  }
  const of = (part: keyof Start) => rounds.slice(1).map((round) => round[part]);
  const pageThread = { "page's thread": Math.round(median(of('pageThread'))) };
  const withThread = (it: Reading): Reading => ({ ...it, parts: { ...it.parts, ...pageThread } });
  const readings = [
    reading('first paint, from the service worker', 1_000, of('paint')),
    reading('first view, from the service worker', 1_500, of('view')),
    withThread(reading('tour, from the service worker', 1_800, of('tour'))),
  ];
  return { profile, readings };
}

/** Stop after stop: the camera reads the note that is filmed then, and a full delivery is confirmed by one tap. */
async function deliveries({ page, watch }: SlowTab, notes: PlannedNote[], film: string): Promise<Reading[]> {
  const forms: number[] = [];
  const nexts: number[] = [];
  for (const [round, { qr_payload }] of notes.entries()) {
    await filmPicture(pictureOf(qr_payload), film);
    await page.getByRole('link', { name: 'Tournée' }).click();
    await page.getByRole('button', { name: 'Scanner' }).click();
    const form = await watch.painted('form');
    await page.getByRole('button', { name: 'Confirmer la livraison' }).click();
    const next = await watch.painted('recorded');
    if (round === 0) continue;
    forms.push(form);
    nexts.push(next);
  }
  return [reading('frame shown → form', 300, forms), reading('confirm → next', 200, nexts)];
}

async function search({ page, watch }: SlowTab, what: string, path: string, keys: string): Promise<Reading> {
  await page.evaluate((address) => history.pushState(null, '', address), path);
  await page.getByRole('searchbox').first().click();
  await watch.keys(0);
  await page.keyboard.type(keys, { delay: KEY_EVERY_MS });
  const rounds = await watch.keys(keys.length);
  return reading(`${what} searched, a key, p95`, 50, rounds, quantile(rounds, 0.95));
}

async function firstLoad(lab: Lab): Promise<Reading> {
  const yard = await openYard(lab, { products: 2_000, clients: 16_000 });
  const browser = await openBrowser(SIZE);
  try {
    const { page, watch } = await openSlowTab(browser);
    await signInOnPhone(page, yard.hubUrl, DRIVER);
    return reading('sign-in → tour, first load of 20,000 entities', 20_000, [await watch.painted('tour')]);
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
