import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fleet } from '../../lib/model/job.ts';
import { createLiveHistory, type LiveHistory } from '../../lib/panels/live-history.ts';
import { createPanelSource } from '../../lib/panels/outcome.ts';
import { panels } from '../../lib/panels/panels.ts';
import { summarizeSuccess } from '../../lib/panels/render/success-words.ts';
import { collectRows } from '../../lib/panels/rows.ts';
import { createAuthorizer } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { parse } from '../config/parse.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const minute = 60;
const hour = 60 * minute;
/** 10:10 in Berlin. */
const to = Date.UTC(2026, 10, 24, 9, 10) / 1000;

const run = { intervalSeconds: 24 * hour, durationSeconds: 30 };
const scenario: Scenario = {
  from: to - 30 * hour,
  to,
  scrapeSeconds: 30,
  seed: 3,
  processes: [
    {
      instance: 'app:1',
      jobs: [
        { name: 'steady', intervalSeconds: 300, firstRunAt: to - 400, durationSeconds: 30 },
        { ...run, name: 'backup', firstRunAt: to - 25 * hour - 600, activeTo: to - 3 * hour },
        { ...run, name: 'report', firstRunAt: to - 3 * hour },
        {
          ...run,
          name: 'broken',
          intervalSeconds: 300,
          firstRunAt: to - 700,
          activeFrom: to - 720,
          outcome: 'failed',
        },
        {
          name: 'worded',
          intervalSeconds: 300,
          firstRunAt: to - 400,
          durationSeconds: 30,
          outcome: 'exploded',
        },
        { name: 'surprise', intervalSeconds: 600, firstRunAt: to - 700, durationSeconds: 30 },
      ],
    },
  ],
};

const config = `
  steady: { interval: 5m }
  backup: { schedule: "0 9 * * *", timezone: Europe/Berlin }
  report: { schedule: "0 7 * * *", timezone: Europe/Berlin }
  broken: { interval: 1h }
  worded: { interval: 5m }
  mispelt: { interval: 1h }`;

let prometheus: PrometheusWithHistory;
let client: Prometheus;
let fleet: Fleet;
let selectors: string[] = [];
let live: LiveHistory;

beforeAll(async () => {
  prometheus = await withPrometheus(scenario);
  const { connection, fleet: found } = parse(
    `prometheus: { url: "${prometheus.url}" }\njobs:${config}`,
  );
  fleet = found;
  const authorize = createAuthorizer(connection, async () => '');
  client = createPrometheus(connection, { authorize });
  live = listen();
});

afterAll(async () => {
  await client?.close();
  await prometheus?.stop();
});

/** A separate history whose queries are counted. */
function listen(): LiveHistory {
  selectors = [];
  return createLiveHistory(
    {
      ...client,
      samples: (selector, span) => {
        selectors.push(selector);
        return client.samples(selector, span);
      },
    },
    fleet,
  );
}

async function rowsAt(at: number) {
  const { histories, evaluate } = await live.read({ from: at, to: at }, { now: to });
  return collectRows({ fleet, histories, evaluation: evaluate(at) });
}

test('each job shows what is known about its last success', async () => {
  const rows = await rowsAt(to);
  const words = Object.fromEntries(rows.map(row => [row.job.name, summarizeSuccess(row.success)]));
  expect(words).toEqual({
    steady: '1 min',
    backup: 'due 09:00 Europe/Berlin, 1 h 10 min late',
    report: '2 h 59 min',
    broken: expect.stringMatching(/^never \(watched for .*\)$/),
    mispelt: 'cannot be judged: no series of this job',
    worded: 'cannot be judged: its run status is not in the configuration',
    surprise: expect.stringMatching(/^\d+ min$/),
  });
});

test('an unlisted job exists from when it is first seen', async () => {
  expect((await rowsAt(to)).map(({ job }) => job.name)).toContain('surprise');
});

test('panels that are requested one after another share what was read', async () => {
  live = listen();
  const source = createPanelSource(live, fleet, { deadlineMilliseconds: 12_000 });
  const span = { from: to - 6 * hour, to };
  const custom = panels.filter(({ widget }) => widget === 'custom');
  for (const panel of custom) expect(await source(panel, span, to)).toMatchObject({ kind: 'data' });
  const first = selectors.length;
  for (const panel of custom) await source(panel, span, to + 1);
  expect(selectors.length).toBe(first);
});

test('what was read for a wide span is used for a narrow one, and the next minute is added', async () => {
  live = listen();
  await live.read({ from: to - 12 * hour, to: to - 600 }, { now: to });
  const first = selectors.length;
  await live.read({ from: to - hour, to: to - 660 }, { now: to });
  expect(selectors.length).toBe(first);
  const { histories } = await live.read({ from: to - hour, to }, { now: to });
  expect(selectors.length).toBeGreaterThan(first);
  expect(histories[0]?.store.oldest).toBeLessThan(to - 12 * hour);
});

test('reading at once and reading in steps give the same result', async () => {
  live = listen();
  for (let at = to - 3 * hour; at <= to; at += hour / 2) await rowsAt(at);
  const stepwise = await rowsAt(to);
  live = listen();
  expect(stepwise).toEqual(await rowsAt(to));
});
