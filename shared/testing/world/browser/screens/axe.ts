import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** What axe finds on a page, and what no tool of its kind looks for. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What of axe this uses: its own types come with a package that only these tests need. */
interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

/** Of the dark screen only the colours are other than those of the light one. */
export type Rules = 'all' | 'colours';

/** Each fault in a line of its own; none: an empty list. The page's policy allows no foreign script, the browser's own door does. */
async function axeFaults(page: Page, rules: Rules): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (which) => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      // Nothing is fetched: the page's policy would stop it.
      preload: false,
      ...(which === 'all'
        ? { rules: { 'target-size': { enabled: true } } }
        : { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }),
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html.slice(0, 240)} ${failureSummary.slice(0, 400)}`),
    );
  }, rules);
}

/** Names that a library gave by itself: no Arabic letter in the middle of an Arabic screen. What has digits is a reference. */
const foreignNames = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')]
      .filter((element) => element.closest('[aria-hidden="true"], [lang]:not(html)') === null)
      .flatMap((element) =>
        ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
      )
      .filter((text) => /[a-z]{2}/i.test(text) && !/[\u0600-\u06FF\d]/.test(text)),
  );

/** The colours of a scheme, as the machine's own setting chooses them. */
export async function showScheme(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor({ state: 'attached' });
  // Colours on their way from one scheme to the other are nobody's.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

/** All faults of what is on the page. French: all rules in the light, colours in the dark. Arabic: all rules in the dark, and foreign names. */
export async function faultsOf(page: Page, language: 'fr' | 'ar'): Promise<string[]> {
  await showScheme(page, 'dark');
  if (language === 'ar') return [...(await axeFaults(page, 'all')), ...(await foreignNames(page))];
  const dark = await axeFaults(page, 'colours');
  await showScheme(page, 'light');
  return [...(await axeFaults(page, 'all')), ...dark.map((fault) => `dark: ${fault}`)];
}

/** From the next page on, as somebody who chose it. */
export const chooseLanguage = (page: Page, language: 'fr' | 'ar'): Promise<void> =>
  page.evaluate((chosen) => localStorage.setItem('manchengo.language', chosen), language);
