import type { Page } from 'playwright-core';

/** Texts that are wider than their place, and the page itself where it scrolls sideways: each as its words. */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const found = [...document.querySelectorAll('body *')].filter((element) => {
      const style = getComputedStyle(element);
      const cuts = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll';
      const isHidden = style.visibility === 'hidden' || (element as HTMLElement).offsetParent === null;
      // For screen readers only: one pixel by design.
      return cuts && !isHidden && element.clientWidth > 1 && wide(element) && (element.textContent ?? '').trim() !== '';
    });
    const page_ = wide(document.documentElement) ? ['the page scrolls sideways'] : [];
    return [...page_, ...found.map((element) => (element.textContent ?? '').trim().slice(0, 80))];
  });
}
