// biome-ignore-all lint/performance/useDomNodeTextContent: the visible text counts, not the tree
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { palettes } from '../../lib/panels/render/theme.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { launchChromium } from '../chromium.ts';
import { parse } from '../config/parse.ts';
import type { Lambda } from '../lambda.ts';
import { listElements } from '../panels/well-formed.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { startWidget } from './bundle.ts';
import { pictureFile } from './pictures.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** An hour of whole six-minute steps ends here, some time before now. */
const at = Math.floor(Date.now() / 1000 / HOUR) * HOUR - HOUR;

const hostile = '<img src=x onerror=alert(1)>';

const scenario: Scenario = {
  from: at - 8 * HOUR,
  to: at + 10 * MINUTE,
  scrapeSeconds: 15,
  seed: 11,
  processes: [
    {
      instance: 'clipper-0:9100',
      jobs: [
        {
          name: 'clip_sync',
          intervalSeconds: 15 * MINUTE,
          firstRunAt: at - 5 * MINUTE,
          durationSeconds: 45,
          items: { success: 30, failed: 6, skipped: 3 },
          queue: time => (time > at - 2 * HOUR && time < at - HOUR ? 1400 : 40),
          outcome: startsAt => (startsAt > at - 2.5 * HOUR ? 'failed' : 'success'),
        },
        {
          name: 'webhook_retry',
          intervalSeconds: MINUTE,
          firstRunAt: at - 30,
          durationSeconds: 0.7,
        },
        {
          name: 'slow_report',
          intervalSeconds: 30 * MINUTE,
          firstRunAt: at - 14 * MINUTE,
          durationSeconds: 700,
        },
        { name: hostile, intervalSeconds: 5 * MINUTE, firstRunAt: at - 100, durationSeconds: 3 },
      ],
    },
  ],
};

const jobs = [
  'clip_sync: { interval: 15m }',
  'webhook_retry: { interval: 1m }',
  'slow_report: { interval: 30m }',
  'never_ran: { interval: 1h }',
];

let prometheus: PrometheusWithHistory;
let widget: Lambda;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  [prometheus, browser] = await Promise.all([withPrometheus(scenario), launchChromium()]);
  widget = await startWidget(configFor(prometheus.url));
  page = await browser.newPage({ viewport: { width: 1240, height: 480 } });
  page.on('console', message => problems.push(message.text()));
  page.on('pageerror', error => problems.push(error.message));
  page.on('dialog', dialog => problems.push(dialog.message()));
  page.on('request', request => problems.push(request.url()));
});

afterAll(async () => {
  await browser?.close();
  await widget?.stop();
  await prometheus?.stop();
});

function configFor(url: string): Config {
  return parse(`service: clipper\nprometheus: { url: "${url}" }\njobs:\n  ${jobs.join('\n  ')}\n`);
}

/** Two and a half of its intervals, in seconds. */
const clipSyncWindow = 2.5 * 15 * MINUTE;

type Look = Readonly<{ theme?: 'light' | 'dark'; width?: number; end?: number }>;

/** Calls the function as CloudWatch would, and shows its answer. */
async function show(panel: number, look: Look = {}, from = widget) {
  const { theme = 'light', width = 1200, end = at } = look;
  const timeRange = { mode: 'absolute', start: (end - 6 * HOUR) * 1000, end: end * 1000 };
  const widgetContext = { timeRange, theme, width, height: 400 };
  const { result, error } = await from.invoke({ panel, widgetContext });
  if (typeof result !== 'string') throw new Error(error?.message ?? 'no text');
  listElements(result);
  expect(result.length).toBeLessThan(200_000);
  const { page: background } = palettes[theme];
  await page.setContent(
    `<!doctype html><body style="margin:8px;background:${background}">${result}`,
  );
  return result;
}

/** The texts of the row or tile that names the job. */
function readText(selector: string, job: string): Promise<string> {
  return page.locator(selector).filter({ hasText: job }).innerText();
}

async function readCells(job: string): Promise<string[]> {
  return (await readText('tbody tr', job)).split('\t').map(text => text.trim());
}

function minutesSinceSuccess(job: string): number {
  const ends = prometheus.ledger.runs
    .filter(run => run.job === job && run.outcome === 'success' && run.end <= at - 15)
    .map(run => run.end);
  return Math.floor((at - Math.max(...ends)) / MINUTE);
}

function runsIn(seconds: number, job: string, outcome: string): number {
  return prometheus.ledger.runs.filter(
    run => run.job === job && run.outcome === outcome && run.end > at - seconds && run.end <= at,
  ).length;
}

test('the table shows each job’s rates, duration and age as in the history', async () => {
  await show(10);
  const failures = runsIn(clipSyncWindow, 'clip_sync', 'failed') / (clipSyncWindow / MINUTE);
  expect(await readCells('clip_sync')).toEqual([
    'clip_sync',
    '▲ 0.00',
    `▲ ${failures.toFixed(2)}`,
    expect.stringMatching(/^(3|4|5)\d\.\d$/),
    `△ ${minutesSinceSuccess('clip_sync')}`,
  ]);
  expect((await readCells('webhook_retry')).slice(1, 3)).toEqual(['1.00', '0.00']);
});

test('the table shows a run above the largest bucket by its sum', async () => {
  await show(10);
  expect((await readCells('slow_report'))[3]).toBe('▲ 700.0');
});

test('a job without a run has no data in cells in which others have 0', async () => {
  await show(8);
  expect(await readText('.jw-bar', 'never_ran')).toContain('no data');
  expect(await readText('.jw-bar', 'webhook_retry')).toContain('0 %');
  expect(await readText('.jw-bar', 'clip_sync')).toContain('100 %');
});

test('the worst job comes first, and an unlisted job is shown by its name', async () => {
  await show(8);
  expect(await page.locator('.jw-bar').first().innerText()).toContain('clip_sync');
  expect(await readText('.jw-bar', hostile)).toContain('unlisted');
});

test('tiles show the time since the last success', async () => {
  await show(6);
  const minutes = minutesSinceSuccess('clip_sync');
  expect(await readText('.jw-tile', 'clip_sync')).toContain(
    `${Math.floor(minutes / 60)} h ${minutes % 60} min`,
  );
  const never = await readText('.jw-tile', 'never_ran');
  expect(never).toBe('never_ran\ncannot be judged\nno series of this job');
});

test('the overview adds the jobs up', async () => {
  await show(1);
  const failing = await page.locator('.jw-tile').nth(1).innerText();
  expect(failing).toContain(
    (runsIn(clipSyncWindow, 'clip_sync', 'failed') / (clipSyncWindow / MINUTE)).toFixed(2),
  );
  expect(failing).toContain('clip_sync');
});

test('the heatmap contains every run of the six hours once', async () => {
  await show(9);
  const titles = await page.locator('svg rect title').allTextContents();
  const drawn = titles
    .map(title => Number(/: (\d+) runs?/.exec(title)?.[1] ?? 0))
    .reduce((sum, count) => sum + count, 0);
  const ran = prometheus.ledger.runs.filter(({ end }) => end > at - 6 * HOUR && end <= at).length;
  // a run is counted at the scrape that follows it, so a few are on the other side of an edge
  expect(Math.abs(drawn - ran)).toBeLessThanOrEqual(2);
  expect(titles.filter(title => title.includes('> 10 min: 1 run\nslow_report 1')).length).toBe(
    runsIn(6 * HOUR, 'slow_report', 'success'),
  );
});

/** The numbers of a line's legend. */
async function readLegend(label: string): Promise<string[]> {
  const row = page.locator('.jw-legend tbody tr', { has: page.getByTitle(label, { exact: true }) });
  return row.locator('td').allInnerTexts();
}

test('lines have the last, highest and mean values of the history in their legend', async () => {
  await show(3);
  expect(await readLegend('clip_sync')).toEqual(['40', '1,400']);
  await show(5);
  expect((await readLegend('slow_report (P95)'))[0]).toBe('700 s');
  await show(4);
  const failures = runsIn(clipSyncWindow, 'clip_sync', 'failed') / (clipSyncWindow / MINUTE);
  expect(Number((await readLegend('clip_sync (failed)'))[0])).toBeCloseTo(failures, 2);
  await show(7);
  expect(await readLegend('clip_sync (skipped)')).toHaveLength(3);
});

test('alarms are bands behind the lines, and visible limits have a label', async () => {
  const html = await show(3);
  expect(html).toContain('<title>critical alarm from ');
  expect(html).toContain('critical 1000 (all jobs)');
});

test('the gauge shows the share of successes', async () => {
  await show(2);
  expect(await page.locator('.jw-dial').textContent()).toMatch(/^\d+(\.\d)? %$/);
});

test('a panel says that Prometheus has no data for a time', async () => {
  await show(6, { end: at - 40 * 24 * HOUR });
  expect(await page.innerText('body')).toContain('No data at ');
});

test('a panel says why a source does not answer, and since when', async () => {
  const alone = await startWidget(configFor('http://127.0.0.1:9'));
  try {
    await show(8, {}, alone);
    const [since] = /since .* UTC/.exec(await page.innerText('body')) ?? [];
    expect(await page.innerText('body')).toContain('Prometheus cannot be reached');
    expect(since).toBeDefined();
    await show(10, {}, alone);
    expect(await page.innerText('body')).toContain(`Source unreachable ${since}`);
  } finally {
    await alone.stop();
  }
});

test.for(['light', 'dark'] as const)(
  'the pictures on the %s theme, wide and narrow, are taken',
  async theme => {
    for (const panel of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      for (const width of [1200, 374]) {
        await page.setViewportSize({ width: width + 16, height: 430 });
        await show(panel, { theme, width });
        const overflow = await page.evaluate('document.body.scrollWidth > window.innerWidth');
        expect(overflow).toBe(false);
        await page.screenshot({ path: await pictureFile(`panel-${panel}-${theme}-${width}`) });
      }
    }
  },
);

test('no script ran, nothing was fetched, and no error was logged', () => {
  expect(problems).toEqual([]);
});

test('Chromium parses the drawings as XML', async () => {
  const faults = [];
  for (const panel of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    const html = await show(panel);
    const parse = `new DOMParser().parseFromString(${JSON.stringify(html)}, 'application/xml').querySelector('parsererror')?.textContent`;
    faults.push(await page.evaluate(parse));
  }
  expect(faults).toEqual(Array(10).fill(undefined));
});
