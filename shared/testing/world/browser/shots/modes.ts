import type { Page } from 'playwright-core';

/** How a screen is looked at: the size of the window, the language, light or dark, and the size of its texts. */
export interface Mode {
  name: string;
  width: number;
  height: number;
  language?: 'fr' | 'ar';
  isDark?: boolean;
  /** In percent of the browser's own size. */
  textPercent?: number;
}

export const MODES: readonly Mode[] = [
  { name: 'small', width: 360, height: 740 },
  { name: 'large', width: 412, height: 915 },
  { name: 'turned', width: 740, height: 360 },
  { name: 'dark', width: 360, height: 740, isDark: true },
  { name: 'arabic', width: 360, height: 740, language: 'ar' },
  { name: 'big-text', width: 360, height: 740, textPercent: 200 },
];

/** What the on-screen keyboard leaves of a small phone. */
export const KEYBOARD: Mode = { name: 'keyboard', width: 360, height: 400 };

/** Shows the page in a mode. A language is chosen as the app keeps it, so the page is loaded anew. */
export async function show(page: Page, mode: Mode): Promise<void> {
  await page.setViewportSize({ width: mode.width, height: mode.height });
  await page.emulateMedia({ colorScheme: mode.isDark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const changed = await page.evaluate((language) => {
    const before = localStorage.getItem('manchengo.language') ?? 'fr';
    localStorage.setItem('manchengo.language', language);
    return before !== language;
  }, mode.language ?? 'fr');
  if (changed) await page.reload();
}

/** As the browser's setting for text does it: everything that is measured in rem grows. */
export async function enlargeText(page: Page, { textPercent = 100 }: Mode): Promise<void> {
  await page.evaluate((percent) => {
    document.documentElement.style.fontSize = percent === 100 ? '' : `${percent}%`;
  }, textPercent);
}
