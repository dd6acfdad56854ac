import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { countCutNumbers, measureOverflow } from './layout.ts';
import { openPreview, type Preview } from './preview-page.ts';
import { evilName, scenario, to } from './preview-scenario.ts';

const screenshots = fileURLToPath(new URL('screenshots/', import.meta.url));

let history: PrometheusWithHistory;
let browser: Browser;
let preview: Preview;
let page: Page;
let now = to;
const pageErrors: string[] = [];
const addresses = new Set<string>();

const jobsWatched =
  '{ steady: { interval: 5m }, flaky: { interval: 5m, queue: false, items: false } }';
const serve = () => openPreview({ url: history.url, jobs: jobsWatched, now: () => now });

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [history, browser] = await Promise.all([withPrometheus(scenario), launchChromium()]);
  preview = await serve();
});

afterAll(async () => {
  await browser?.close();
  await preview?.stop();
  await history?.stop();
});

beforeEach(() => {
  now = to;
  pageErrors.length = 0;
  addresses.clear();
});

/** A separate page, so that other tests do not see what one test remembers in the browser. */
async function open(
  options: Parameters<Browser['newPage']>[0] = {},
  from = preview,
): Promise<void> {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  page.on('console', message => {
    if (message.type() !== 'log') pageErrors.push(message.text());
  });
  page.on('pageerror', error => pageErrors.push(error.message));
  page.on('request', request => addresses.add(new URL(request.url()).hostname));
  await page.goto(from.url);
  await drawn(to);
}

/** Waits until the page shows the data that end at this minute. */
async function drawn(at: number): Promise<void> {
  await page.locator(`body[data-drawn="${at}"]`).waitFor();
}

const panel = (number: number) => page.locator(`[data-panel="${number}"]`);
/** The visible text: separate parts have a space between them. */
const seen = async (part: Locator) =>
  // biome-ignore lint/performance/useDomNodeTextContent: the text without layout has no spaces
  (await part.innerText()).replace(/\s+/g, ' ');
const readText = (number: number) => seen(panel(number));
const readLegend = async (number: number, label: string) => {
  const row = panel(number).locator('.legend tbody tr', {
    has: page.getByTitle(label, { exact: true }),
  });
  return row.locator('td').allInnerTexts();
};

describe('each panel shows what the history implies', () => {
  const windowMinutes = 12.5;
  const start = to - Math.ceil(windowMinutes) * 60;
  const runs = () => history.ledger.runs.filter(({ end }) => end > start && end <= to);
  const perMinute = (job: string, outcome: string) =>
    runs().filter(run => run.job === job && run.outcome === outcome).length / windowMinutes;

  beforeAll(() => open());

  test('1: successes and failures per minute of all jobs', async () => {
    const all = (outcome: string) =>
      ['steady', 'flaky', evilName].reduce((sum, job) => sum + perMinute(job, outcome), 0);
    expect(await readText(1)).toContain(`Success/min ${all('success').toFixed(2)}`);
    expect(await readText(1)).toContain(`Failures/min ${all('failed').toFixed(2)}`);
  });

  test('2: the share of successes', async () => {
    const share = (100 * runs().filter(run => run.outcome === 'success').length) / runs().length;
    expect(await readText(2)).toContain(`${share.toFixed(1)} %`);
  });

  test('3: the present size of the queue and its maximum', async () => {
    expect(await readLegend(3, 'steady')).toEqual(['42', '700']);
  });

  test('4: runs per minute, with failed runs on a separate line', async () => {
    const [last] = await readLegend(4, 'flaky (failed)');
    expect(Number(last)).toBeCloseTo(perMinute('flaky', 'failed'), 3);
    const [succeeded] = await readLegend(4, 'flaky (success)');
    expect(Number(succeeded)).toBeCloseTo(perMinute('flaky', 'success'), 2);
  });

  test('5: the 95th and 50th percentile, exact from the sum of each run', async () => {
    expect((await readLegend(5, 'steady (P95)'))[0]).toBe('45 s');
    expect((await readLegend(5, 'steady (P50)'))[0]).toBe('45 s');
  });

  test('6: the age of the last success', async () => {
    const last = Math.max(
      ...history.ledger.runs
        .filter(run => run.job === 'steady' && run.end <= to)
        .map(({ end }) => end),
    );
    expect(await readText(6)).toContain(`steady ${Math.floor((to - last) / 60)} min`);
  });

  test('7: items per minute by outcome', async () => {
    const own = runs().filter(run => run.job === 'steady');
    const rate = (status: 'success' | 'failed' | 'skipped') =>
      own.reduce((sum, { items }) => sum + (items?.[status] ?? 0), 0) / windowMinutes;
    for (const status of ['success', 'failed', 'skipped'] as const) {
      const [last] = await readLegend(7, `steady (${status})`);
      expect(Number(last)).toBeCloseTo(rate(status), 2);
    }
  });

  test('8: the share of failed runs, the worst job first', async () => {
    expect(await readText(8)).toMatch(/Job Failure Rate by Job flaky 33\.3 % .*steady 0 %/);
  });

  test('9: a cell contains the runs of its time and bucket', async () => {
    const titles = await panel(9).locator('rect title').allTextContents();
    expect(titles.some(title => title.includes('30 s to 1 min: 3 runs'))).toBe(true);
  });

  test('10: a row per job with its rates, percentile and age', async () => {
    const row = panel(10).locator('tbody tr', { hasText: 'flaky' });
    const cells = (await row.locator('td').allInnerTexts()).map(text => text.replace(/^\D+/, ''));
    expect(cells).toEqual(['0.16', '0.08', '45.0', '2']);
  });
});

test('problems are shown at the top of the page and in the list of alarms', async () => {
  await open();
  const status = await seen(page.locator('#status'));
  expect(status).toContain('flaky');
  expect(status).toContain('33.33 % of runs fail, limit 5 %');
  const alarms = await seen(page.locator('#alarms'));
  expect(alarms).toMatch(/steady\s+BackgroundJobHighItemFailureRate|flaky\s+BackgroundJobFailing/);
});

test('each alarm links to its panel, its query and its runbook', async () => {
  await open();
  const chip = page.locator('.problem', { hasText: 'flaky' });
  const links = await chip.getByRole('link').all();
  const addresses = await Promise.all(links.map(link => link.getAttribute('href')));
  expect(addresses).toEqual([
    '#panel-8',
    expect.stringMatching(/\/graph\?g0\.expr=job_execution_total.*flaky/),
    expect.stringMatching(/runbook\.md#/),
  ]);
});

test('a new job appears by itself at the next refresh', async () => {
  await open();
  expect(await readText(10)).not.toContain('newcomer');
  now = to + 600;
  await page.keyboard.press('r');
  await drawn(to + 600);
  for (const number of [4, 6, 8, 10]) {
    await panel(number).getByText('newcomer').first().waitFor();
  }
});

test('keys change the range and the theme, and both show it', async () => {
  await open();
  await page.keyboard.press('2');
  await page.locator('#span', { hasText: '11:00 – 12:00 UTC' }).waitFor();
  expect(await page.getByRole('radio', { name: '1 h' }).isChecked()).toBe(true);
  const before = await page.evaluate(colour);
  await page.keyboard.press('t');
  expect(await page.evaluate(colour)).not.toBe(before);
  await page.reload();
  await drawn(to);
  expect(await page.evaluate(colour)).not.toBe(before);
});

test('the range, the refresh and a zoom are in the address and survive a reload', async () => {
  await open();
  await page.keyboard.press('2');
  await page.locator('#refresh').selectOption('60');
  await page.waitForURL('**/?range=3600&refresh=60');
  await page.reload();
  await page.locator('#span', { hasText: '11:00 – 12:00 UTC' }).waitFor();
  expect(await page.locator('#refresh').inputValue()).toBe('60');
  await page.goto(`${preview.url}?range=3600&from=${to - 7200}&to=${to - 5400}`);
  await page.locator('#span', { hasText: '10:00 – 10:30 UTC' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#span', { hasText: '11:00 – 12:00 UTC' }).waitFor();
});

test('while another range is read, the old data are dimmed and not mistaken for it', async () => {
  await open();
  await page.route('**/api/dashboard*', async route => {
    await new Promise(resolve => setTimeout(resolve, 400));
    await route.continue();
  });
  await page.keyboard.press('4');
  await page.locator('body.loading').waitFor();
  expect(await seen(page.locator('#span'))).toBe('Reading 1 d …');
  await page.locator('body:not(.loading)').waitFor();
});

test('a tooltip shows every line that has a value, whatever the chart’s height', async () => {
  await open();
  const chart = panel(4).locator('.u-over');
  await chart.hover({ position: { x: 200, y: 30 } });
  const tooltip = page.locator('.tooltip:not([hidden])');
  await tooltip.waitFor();
  expect(await tooltip.locator('.row').count()).toBeGreaterThanOrEqual(3);
  const box = await tooltip.boundingBox();
  const bottom = (box?.y ?? 0) + (box?.height ?? 0);
  expect(bottom).toBeLessThanOrEqual(900);
});

test('content that continues below its frame is marked, and the keyboard reaches it', async () => {
  await open();
  expect(await panel(4).locator('.legend').getAttribute('data-more')).not.toBeNull();
  for (const part of await page.locator('.legend, .stat .body, .table .body, #alarms').all()) {
    expect(await part.getAttribute('tabindex')).toBe('0');
  }
  const button = await panel(4).locator('.legend button').first().boundingBox();
  expect(button?.height).toBeGreaterThanOrEqual(24);
});

const colour = 'getComputedStyle(document.body).backgroundColor';

test('a job name that is markup is shown as text', async () => {
  await open();
  for (const number of [6, 8, 10]) await panel(number).getByText(evilName).first().waitFor();
  await panel(4).getByTitle(`${evilName} (success)`, { exact: true }).waitFor();
  expect(await page.title()).toBe('(1) clipper · Background jobs');
  expect(await page.locator('main img').count()).toBe(0);
});

test('the panels keep their places while the data arrive', async () => {
  await open();
  const shift = await page.evaluate(`new Promise(resolve => new PerformanceObserver(list =>
    resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))
  ).observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => resolve(0), 300))`);
  expect(shift).toBeLessThan(0.01);
});

test('the last data stay, dimmed, while the source is silent, and the page says so', async () => {
  const own = await serve();
  await open({}, own);
  await own.stop();
  await page.keyboard.press('r');
  await page.locator('body.stale').waitFor();
  expect(await seen(page.locator('#status'))).toMatch(/unreachable|no longer answers/);
  expect(await readText(10)).toContain('flaky');
});

test.for([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 390, height: 844 } }],
  ['narrow-dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
] as const)('%s: draws every panel without errors or cut numbers', async ([name, options]) => {
  await open(options);
  await page.screenshot({ path: `${screenshots}preview-${name}.png`, fullPage: true });
  expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
  expect(await countCutNumbers(page)).toBe(0);
  expect({ pageErrors, hosts: [...addresses] }).toEqual({ pageErrors: [], hosts: ['127.0.0.1'] });
});

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

type Violation = Readonly<{ id: string; nodes: readonly Readonly<{ html: string }>[] }>;

test.for([
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const)('axe-core finds nothing on the %s page at %i px', async ([colorScheme, width]) => {
  await open({ colorScheme, viewport: { width, height: 900 } });
  await page.evaluate(await readFile(axe, 'utf8'));
  const found = (await page.evaluate('axe.run().then(result => result.violations)')) as Violation[];
  expect(found.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
});
