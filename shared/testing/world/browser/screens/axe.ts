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

/** Each fault in a line of its own; none: an empty list. The page's policy allows no foreign script, the browser's own door does. */
async function axeFaults(page: Page, only: string[] | null): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      // Nothing is fetched: the page's policy would stop it.
      preload: false,
      rules: { 'target-size': { enabled: true } },
      ...(runOnly === null ? {} : { runOnly }),
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html.slice(0, 240)} ${failureSummary.slice(0, 400)}`),
    );
  }, only);
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

/** What colours, the direction of writing and the words of another language may spoil. */
const OF_LOOKS_AND_WORDS = ['color-contrast', 'target-size', 'html-has-lang', 'html-lang-valid', 'document-title'];

/**
 * All faults of what is on the page, in French in the light. In Arabic in the dark the same page has the same structure:
 * there only what its looks and words may spoil is looked for, and names that are foreign.
 */
export async function faultsOf(page: Page, language: 'fr' | 'ar'): Promise<string[]> {
  await showScheme(page, language === 'ar' ? 'dark' : 'light');
  if (language === 'fr') return axeFaults(page, null);
  return [...(await axeFaults(page, OF_LOOKS_AND_WORDS)), ...(await foreignNames(page))];
}

/** From the next page on, as somebody who chose it. */
export const chooseLanguage = (page: Page, language: 'fr' | 'ar'): Promise<void> =>
  page.evaluate((chosen) => localStorage.setItem('manchengo.language', chosen), language);
