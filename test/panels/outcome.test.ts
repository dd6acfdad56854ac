import { expect, test } from 'vitest';
import type { Fleet } from '../../lib/model/job.ts';
import { createLiveHistory, type PrometheusReader } from '../../lib/panels/live-history.ts';
import { createPanelSource } from '../../lib/panels/outcome.ts';
import { panels } from '../../lib/panels/panels.ts';
import { PrometheusError, type PrometheusErrorCode } from '../../lib/prometheus/errors.ts';
import { exampleFleet, tenOClock } from './examples.ts';

const fleet: Fleet = exampleFleet('a: { interval: 5m }');
const span = { from: tenOClock - 3600, to: tenOClock };
const [overview, , queues, , , , , rates, heatmap] = panels;

/** A Prometheus whose target answers every minute, with a queue; `fault` says how it fails. */
function connect(deadlineMilliseconds = 12_000) {
  const fault: { code?: PrometheusErrorCode; of?: RegExp; hangs?: RegExp } = {};
  const times = Array.from({ length: 600 }, (_, index) => tenOClock - 36_000 + 60 * (index + 1));
  const answer = async (query: string) => {
    if (fault.hangs?.test(query)) await new Promise(() => undefined);
    if (fault.code === undefined || !(fault.of ?? /./).test(query)) return;
    throw new PrometheusError({ code: fault.code, problem: 'Prometheus is away' });
  };
  const scrape = (from: number, to: number) => {
    const between = times.filter(time => time > from && time <= to);
    const labels = { instance: 'app:1', job: 'app', job_name: 'a' };
    return { labels, times: between, values: between.map(() => 1) };
  };
  const prometheus: PrometheusReader = {
    samples: async (query, { from, to }) => {
      await answer(query);
      return { series: /^(up|job_queue)/.test(query) ? [scrape(from, to)] : [], warnings: [] };
    },
    range: async () => ({ series: [], warnings: [] }),
    instant: async () => ({ samples: [], warnings: [] }),
  };
  const source = createPanelSource(createLiveHistory(prometheus, fleet), fleet, {
    deadlineMilliseconds,
  });
  return { fault, source };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no such panel');
  return value;
}

test('the time since when Prometheus is away is remembered until it answers', async () => {
  const { source, fault } = connect();
  const panel = present(rates);
  fault.code = 'unreachable';
  const problem = 'Prometheus is away';
  expect(await source(panel, span, 100)).toEqual({ kind: 'unreachable', since: 100, problem });
  expect(await source(panel, span, 160)).toEqual({ kind: 'unreachable', since: 100, problem });
  delete fault.code;
  expect(await source(panel, span, 220)).toMatchObject({ kind: 'data' });
  fault.code = 'timeout';
  const later = { from: span.from + 60, to: span.to + 60 };
  expect(await source(panel, later, 280)).toMatchObject({ kind: 'unreachable', since: 280 });
});

test('a viewer waits no longer than the deadline', async () => {
  const { source, fault } = connect(50);
  fault.hangs = /./;
  expect(await source(present(overview), span, 100)).toEqual({
    kind: 'unreachable',
    since: 100,
    problem: 'Prometheus did not answer within 0.05 s.',
  });
});

test('a range that cannot be read in time fails, but Prometheus is not reported as away', async () => {
  const { source, fault } = connect(50);
  fault.hangs = /duration/;
  expect(await source(present(heatmap), span, 100)).toEqual({
    kind: 'failed',
    problem: 'There are more samples than can be read within 0.05 s. Choose a shorter time range.',
  });
});

test('if there are too many samples for one check, only its panels fail', async () => {
  const { source, fault } = connect();
  fault.code = 'bad-query';
  fault.of = /duration/;
  expect(await source(present(heatmap), span, 100)).toMatchObject({ kind: 'failed' });
  expect(await source(present(overview), span, 100)).toMatchObject({ kind: 'data' });
});

test('if the newest sample is old, the panel says so', async () => {
  const { source } = connect();
  const later = { from: tenOClock, to: tenOClock + 7200 };
  expect(await source(present(overview), later, tenOClock + 7200)).toEqual({
    kind: 'nothing-known',
    at: tenOClock + 7200,
    newest: tenOClock,
  });
});

test('lines have a point for each minute of the span, and a message if nothing is known', async () => {
  const { source } = connect();
  const drawn = await source(present(queues), span, 100);
  expect(drawn).toMatchObject({ kind: 'data', data: { kind: 'lines', stepSeconds: 60 } });
  const before = { from: tenOClock - 86_400, to: tenOClock - 82_800 };
  expect(await source(present(queues), before, 100)).toMatchObject({ kind: 'nothing-known' });
});
