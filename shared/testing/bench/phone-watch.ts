import type { Page } from 'playwright-core';

/** What is waited for on a screen: an element of a selector that says a text. */
export interface Sight {
  selector: string;
  text?: string;
}

/** What a page notes of itself from its very start: when each sight was first painted, in ms since it began to open. */
interface Notes {
  seen: Record<string, number>;
  since: number | null;
  keys: number[];
}
type Watched = Window & { notes: Notes; sights: Record<string, Sight> };

/**
 * Has every page of a browser note, by its own clock, when something was painted. A click, or the camera's first frame,
 * begins to count anew.
 */
export async function watchPages(page: Page, sights: Record<string, Sight>): Promise<void> {
  await page.addInitScript((wanted) => {
    const notes: Notes = { seen: {}, since: null, keys: [] };
    Object.assign(window, { notes, sights: wanted });
    const painted = (note: () => void) => requestAnimationFrame(() => setTimeout(note));
    const isThere = ({ selector, text = '' }: Sight) =>
      [...document.querySelectorAll(selector)].some((it) => it.textContent?.includes(text));
    const look = () => {
      for (const [name, sight] of Object.entries(wanted)) {
        if (name in notes.seen || !isThere(sight)) continue;
        notes.seen[name] = Number.NaN;
        painted(() => {
          notes.seen[name] = performance.now();
        });
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    const begin = () => {
      notes.since = performance.now();
      notes.seen = {};
    };
    document.addEventListener('click', begin, { capture: true });
    document.addEventListener('loadeddata', begin, { capture: true });
    document.addEventListener(
      'input',
      ({ timeStamp }) => painted(() => notes.keys.push(performance.now() - timeStamp)),
      { capture: true },
    );
  }, sights);
}

/** When a sight was painted, in ms since the page began to open or since the last click or first frame of the camera. */
export async function paintedAfter(page: Page, name: string): Promise<number> {
  await page.waitForFunction((it) => ((window as unknown as Watched).notes.seen[it] ?? 0) > 0, name, {
    timeout: 120_000,
  });
  return page.evaluate((it) => {
    const { seen, since } = (window as unknown as Watched).notes;
    return (seen[it] ?? Number.NaN) - (since ?? 0);
  }, name);
}

/** The first paint with something on it, in ms since the page began to open. */
export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);

/** How long each key took from being pressed to what it changed being painted, since the last call. */
export async function takeKeys(page: Page, keys: number): Promise<number[]> {
  await page.waitForFunction((count) => (window as unknown as Watched).notes.keys.length >= count, keys);
  return page.evaluate(() => (window as unknown as Watched).notes.keys.splice(0));
}
