import type { Page } from 'playwright-core';
import { WAIT_MS } from '../wait-limits.ts';

/** What is waited for on a screen: an element of a selector that says a text. */
export interface Sight {
  selector: string;
  text?: string;
}

/** By the page's own clock, in ms since it began to open, or since the last click or first frame of the camera. */
export type Telling = { kind: 'begun' } | { kind: 'painted'; name: string; at: number } | { kind: 'key'; took: number };
type TellingWindow = Window & { tellBench?: (told: string) => void };

/** What a browser's page says of itself. */
export interface PhoneWatch {
  /** When a sight was painted. */
  painted(name: string): Promise<number>;
  /** How long each of so many keys took from being pressed to what it changed being painted, since the last call. */
  keys(count: number): Promise<number[]>;
}

/**
 * Has every page of a tab note when something was painted. It tells by itself: a page that is asked runs the asker's
 * program too, hundreds of kilobytes that no phone carries, on the thread that is measured.
 */
export async function watchPage(page: Page, sights: Record<string, Sight>): Promise<PhoneWatch> {
  const seen = new Map<string, number>();
  const keys: number[] = [];
  let wake = (): void => {};
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'tellBench' });
  cdp.on('Runtime.bindingCalled', ({ payload }) => {
    const told = JSON.parse(payload) as Telling;
    if (told.kind === 'begun') seen.clear();
    else if (told.kind === 'painted') seen.set(told.name, told.at);
    else keys.push(told.took);
    wake();
  });
  await page.addInitScript(noteFromNowOn, sights);

  const news = (what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the page never told of ${what}`)), WAIT_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const until = async <T>(what: string, look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await news(what);
    }
  };
  return {
    painted: (name) => until(name, () => seen.get(name)),
    keys: (count) => until(`${count} keys`, () => (keys.length >= count ? keys.splice(0) : undefined)),
  };
}

/** Runs in the page, before any of its own programs. */
export function noteFromNowOn(wanted: Record<string, Sight>): void {
  const tell = (told: Telling) => (window as unknown as TellingWindow).tellBench?.(JSON.stringify(told));
  const seen = new Set<string>();
  let since = 0;
  const afterPaint = (note: () => void) => requestAnimationFrame(() => setTimeout(note));
  const isThere = ({ selector, text = '' }: Sight) =>
    [...document.querySelectorAll(selector)].some((it) => it.textContent?.includes(text));
  const look = () => {
    for (const [name, sight] of Object.entries(wanted)) {
      if (seen.has(name) || !isThere(sight)) continue;
      seen.add(name);
      const begun = since;
      afterPaint(() => {
        if (begun === since) tell({ kind: 'painted', name, at: performance.now() - since });
      });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  const begin = () => {
    since = performance.now();
    seen.clear();
    tell({ kind: 'begun' });
  };
  tell({ kind: 'begun' });
  document.addEventListener('click', begin, { capture: true });
  document.addEventListener('loadeddata', begin, { capture: true });
  const pressed = ({ timeStamp }: Event) =>
    afterPaint(() => tell({ kind: 'key', took: performance.now() - timeStamp }));
  document.addEventListener('input', pressed, { capture: true });
}
