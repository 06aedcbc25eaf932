import type { Locator, Page } from 'playwright-core';

/** What hands do at a screen. A field that is filled by the browser at one stroke hides what goes wrong between two keys. */

const KEY_MS = 20;
const SECOND_TAP_MS = 350;

/** As a hand types: into what has the focus, key by key. */
export async function pressKeys(page: Page, keys: string): Promise<void> {
  await page.keyboard.type(keys, { delay: KEY_MS });
}

/** Taps a field, and types in the place of what stands there. */
export async function typeInto(field: Locator, keys: string): Promise<void> {
  await field.click();
  await field.press('ControlOrMeta+A');
  await field.pressSequentially(keys, { delay: KEY_MS });
}

/** As a hand taps twice: at one place, however the page has changed in between. */
export async function tapTwice(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('there is nothing to tap');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x, y);
  await page.waitForTimeout(SECOND_TAP_MS);
  await page.mouse.click(x, y);
}

/** The same digits, as an Arabic keyboard gives them. */
export const inArabicDigits = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));

/** Every clock goes on by so much at once: the phone's page and worker, and the nodes, which run here. Gives what puts them back. */
export async function letTimePass(page: Page, ms: number): Promise<() => void> {
  const real = Date.now;
  Date.now = () => real() + ms;
  const forward = (by: number) => {
    const before = Date.now;
    Date.now = () => before() + by;
  };
  await page.evaluate(forward, ms);
  for (const worker of page.workers()) await worker.evaluate(forward, ms);
  return () => {
    Date.now = real;
  };
}
