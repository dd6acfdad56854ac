import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { panels } from '../../lib/panels/panels.ts';
import { launchChromium } from '../chromium.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { countBrokenWords, countCut } from './layout.ts';
import { openPreview, type Preview } from './preview-page.ts';
import { scenario, to } from './preview-scenario.ts';

const late = 'absent_and_late_for_quite_a_while';
const unknown = 'absent_but_expected_only_once_a_day';
const jobs = `{ steady: { interval: 5m }, ${late}: { interval: 5m }, ${unknown}: { interval: 1d } }`;

let history: PrometheusWithHistory;
let browser: Browser;
let preview: Preview;
let page: Page;

beforeAll(async () => {
  [history, browser] = await Promise.all([withPrometheus(scenario), launchChromium()]);
  preview = await openPreview({ url: history.url, jobs, now: () => to });
});

afterAll(async () => {
  await browser?.close();
  await preview?.stop();
  await history?.stop();
});

beforeEach(() => page?.close());

async function open(width = 1440): Promise<void> {
  page = await browser.newPage({ viewport: { width, height: 844 } });
  await page.goto(preview.url);
  await page.locator(`body[data-drawn="${to}"]`).waitFor();
}

test('a listed job without series is counted once: as an alarm if it is late, otherwise as unknown', async () => {
  await open();
  const verdict = await page.locator('.verdict').textContent();
  const rows = page.locator('.problem');
  const alarms = await rows.filter({ hasText: ', alarm for' }).count();
  expect(verdict).toBe(`${alarms} alarms on, 1 unknown`);
  expect(await rows.count()).toBe(alarms + 1);
  expect(await rows.filter({ hasText: late }).textContent()).toContain(
    'no series of this job, limit 2 h',
  );
  expect(await rows.filter({ hasText: unknown }).textContent()).toContain('cannot be judged');
});

test('the title of the tab counts the alarms that are on', async () => {
  await open();
  const alarms = await page.locator('.problem', { hasText: ', alarm for' }).count();
  expect(alarms).toBeGreaterThan(0);
  expect(await page.title()).toBe(`(${alarms}) clipper · Background jobs`);
});

test('a long name wraps between its words on a narrow page, and nothing is cut', async () => {
  await open(390);
  const names = '.jw-table bdi, .jw-bar bdi, #alarms bdi';
  expect(await page.locator(names).filter({ hasText: 'absent' }).count()).toBeGreaterThan(4);
  expect(await countBrokenWords(page, '[title^="absent"] bdi, bdi[title^="absent"]')).toBe(0);
  for (const selector of ['[title^="absent"] bdi', '.jw-words', '.problem .since']) {
    expect([selector, await countCut(page, selector)]).toEqual([selector, 0]);
  }
});

test('a screen reader hears a name in one piece, wherever it may wrap', async () => {
  await open(390);
  const named = page.locator('.jw-table').getByRole('rowheader', { name: late, exact: true });
  expect(await named.count()).toBe(1);
  const line = { name: 'steady (success)', exact: true };
  expect(await page.locator('.legend').getByRole('button', line).count()).toBe(2);
});

test('every chart shows its unit, in its title or on its axis', async () => {
  await open();
  const titles = await page.locator('.timeseries h2').allInnerTexts();
  const charts = panels.filter(({ kind }) => kind === 'timeseries');
  // an axis of durations has seconds and minutes
  expect(titles).toEqual(
    charts.map(({ title, unit }) => (unit === 'seconds' ? title : `${title} ${unit}`)),
  );
});

test('the page says that some of forty tiles have no room, and the keyboard reaches them', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `report_${index}: { interval: 1d }`);
  const many = await openPreview({
    url: history.url,
    jobs: `{ ${names.join(', ')} }`,
    now: () => to,
  });
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(many.url);
  await page.locator(`body[data-drawn="${to}"]`).waitFor();
  const tiles = page.locator('[data-panel="6"] .body');
  expect(await tiles.getAttribute('data-more')).not.toBeNull();
  expect(await tiles.getAttribute('tabindex')).toBe('0');
  await many.stop();
});

test('no line crosses the label of a limit, because it is drawn last and on its own background', async () => {
  page = await browser.newPage({ viewport: { width: 1440, height: 844 } });
  await page.addInitScript(recordDrawing);
  await page.goto(preview.url);
  await page.locator(`body[data-drawn="${to}"]`).waitFor();
  const drawn = await page.evaluate<string[]>('globalThis.drawn');
  const words = drawn.flatMap((call, index) => (/ above | from \d/.test(call) ? [index] : []));
  expect(words.length).toBeGreaterThan(0);
  for (const index of words) {
    expect(drawn.slice(index - 2, index)).toEqual(['line', 'fillRect']);
  }
});

/** Records what is drawn on any canvas: lines of data are paths, and the limits' lines are drawn point by point. */
const recordDrawing = `
  globalThis.drawn = [];
  const canvas = CanvasRenderingContext2D.prototype;
  const wrap = (name, describe) => {
    const original = canvas[name];
    canvas[name] = function (...given) {
      globalThis.drawn.push(describe(given));
      return original.apply(this, given);
    };
  };
  wrap('fillText', ([text]) => text);
  wrap('fillRect', () => 'fillRect');
  wrap('stroke', ([path]) => (path === undefined ? 'line' : 'curve'));
`;
