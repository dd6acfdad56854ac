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

/** How many words within the elements that a CSS selector finds go on in another line. */
export function countBrokenWords(page: Page, selector: string): Promise<number> {
  return page.evaluate(`
    [...document.querySelectorAll(${JSON.stringify(selector)})]
      .flatMap(element => [...element.childNodes])
      .filter(node => node.nodeType === Node.TEXT_NODE)
      .filter(node => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getClientRects().length > 1;
      }).length`);
}
