import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fleet } from '../../lib/model/job.ts';
import { createEvaluatedHistory } from '../../lib/preview/evaluated-history.ts';
import { createAuthorizer } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { parse } from '../config/parse.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const minute = 60;
const hour = 60 * minute;
const to = Date.UTC(2026, 0, 6, 12) / 1000;
const scenario: Scenario = {
  from: to - 10 * hour,
  to: to + 600,
  scrapeSeconds: 30,
  seed: 5,
  processes: [
    {
      instance: 'app:1',
      jobs: [{ name: 'a', intervalSeconds: 300, durationSeconds: 5, queue: () => 7 }],
    },
  ],
};

let prometheus: PrometheusWithHistory;
let client: Prometheus;
let fleet: Fleet;

beforeAll(async () => {
  prometheus = await withPrometheus(scenario);
  const config = parse(`prometheus: { url: "${prometheus.url}" }\njobs: { a: { interval: 5m } }`);
  fleet = config.fleet;
  const authorize = createAuthorizer(config.connection, async () => '');
  client = createPrometheus(config.connection, { authorize });
});

afterAll(async () => {
  await client?.close();
  await prometheus?.stop();
});

/** A history over the real Prometheus, which can be cut off; its queries are listed. */
function listen() {
  const asked: { from: number; to: number }[] = [];
  let isCut = false;
  const history = createEvaluatedHistory(
    {
      ...client,
      samples: async (selector, span) => {
        if (isCut) throw new PrometheusError({ code: 'unreachable', problem: 'gone' });
        asked.push(span);
        return client.samples(selector, span);
      },
    },
    fleet,
  );
  const cut = () => {
    isCut = true;
  };
  return { history, asked, cut };
}

test('a span is read once, and later only new samples and those that may have come late', async () => {
  const { history, asked } = listen();
  await history.evaluate({ from: to - 6 * hour, to }, { now: to });
  asked.length = 0;
  await history.evaluate({ from: to - 6 * hour, to: to + minute }, { now: to + minute });
  // five minutes before the newest sample, which is at most a scrape interval older than the minute
  const oldest = Math.min(...asked.map(({ from }) => from));
  expect(oldest).toBeGreaterThan(to - 360);
  expect(oldest).toBeLessThanOrEqual(to - 300);
});

test('every minute of the span is evaluated, and progress grows to the end', async () => {
  const { history } = listen();
  const shares: number[] = [];
  const span = { from: to - 9 * hour, to };
  const onProgress = (share: number) => shares.push(share);
  const { columns } = await history.evaluate(span, { now: to, onProgress });
  expect(columns.readValues('a', 'QueueSize', span)).toEqual(new Float64Array(541).fill(7));
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

test('known minutes are kept when Prometheus fails', async () => {
  const { history, cut } = listen();
  const span = { from: to - hour, to };
  const { columns } = await history.evaluate(span, { now: to + hour });
  cut();
  const more = history.evaluate({ from: to - hour, to: to + minute }, { now: to + hour });
  await expect(more).rejects.toThrow('gone');
  expect(columns.readValues('a', 'QueueSize', { from: to, to })).toEqual(new Float64Array([7]));
});

test('the work ends when a visitor leaves', async () => {
  const { history } = listen();
  const left = AbortSignal.abort(new Error('left'));
  const work = history.evaluate({ from: to - hour, to }, { now: to, signal: left });
  await expect(work).rejects.toThrow('left');
});
