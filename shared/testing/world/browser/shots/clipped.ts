import type { Page } from 'playwright-core';

/** Texts that are wider than their place, typed ones too, and the page itself where it scrolls sideways: each as its words. */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wordsIn = (element: Element) =>
      (element instanceof HTMLInputElement ? element.value : (element.textContent ?? '')).trim();
    const wide = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const found = [...document.querySelectorAll('body *')].filter((element) => {
      const style = getComputedStyle(element);
      const cuts = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll';
      const isHidden = style.visibility === 'hidden' || (element as HTMLElement).offsetParent === null;
      const isForReadersOnly = style.clip !== 'auto' || element.clientWidth <= 1;
      return cuts && !isHidden && !isForReadersOnly && wide(element) && wordsIn(element) !== '';
    });
    const body = document.querySelector('.screen-body');
    const isWide = wide(document.documentElement) || (body !== null && wide(body));
    const page_ = isWide ? ['the page scrolls sideways'] : [];
    return [...page_, ...found.map((element) => wordsIn(element).slice(0, 80))];
  });
}
