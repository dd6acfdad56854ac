import type { Page } from 'playwright-core';

/** Pixels by which the page is wider than its window. */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/** How many of the parts that match a CSS selector do not fit their width. */
export function countCut(page: Page, selector: string): Promise<number> {
  return page.evaluate(`
    [...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter(part => part.scrollWidth > part.clientWidth).length`);
}

/** How many numbers in tables do not fit their cells. */
export function countCutNumbers(page: Page): Promise<number> {
  return countCut(page, 'td.number');
}

/** The height of the tallest part that matches a CSS selector, in pixels. */
export function measureTallest(page: Page, selector: string): Promise<number> {
  return page.evaluate(`
    Math.max(...[...document.querySelectorAll(${JSON.stringify(selector)})]
      .map(part => part.getBoundingClientRect().height))`);
}
