import type { Page } from 'playwright-core';

/** Pixels by which the page is wider than its window. */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/** How many numbers in tables do not fit their cells. */
export function countCutNumbers(page: Page): Promise<number> {
  return page.evaluate(`
    [...document.querySelectorAll('td.number')]
      .filter(cell => cell.scrollWidth > cell.clientWidth).length`);
}
