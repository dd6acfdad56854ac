import { expect, it } from 'vitest';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import type { QueryRange } from '../../lib/prometheus/answer.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus } from '../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../history/raw-series.ts';
import { makeFleet } from '../history/simulated.ts';

const end = Date.UTC(2025, 10, 24, 16) / 1000;
const HOUR = 3600;

const scenario: Scenario = {
  from: end - 80 * HOUR,
  to: end,
  scrapeSeconds: 60,
  seed: 7,
  processes: [
    {
      instance: 'app:1',
      startsAt: end - 90 * HOUR,
      jobs: [
        { name: 'hourly', intervalSeconds: HOUR, durationSeconds: 60 },
        {
          name: 'monthly',
          intervalSeconds: 31 * 24 * HOUR,
          firstRunAt: end - 40 * HOUR,
          durationSeconds: 60,
        },
      ],
    },
  ],
};

const series = parseOpenMetrics(simulate(scenario).openMetrics());
const fleet = makeFleet(['hourly: { interval: 1h }', 'monthly: { schedule: "0 9 1 * *" }']);
const now = { from: end, to: end };

const measuredJobs = (histories: Parameters<typeof evaluateFleet>[1]) => {
  const { measurements } = evaluateFleet(fleet, histories, { at: end });
  return new Set(measurements.flatMap(({ job }) => job ?? []));
};

it('other jobs are judged while the past of a monthly job cannot be read', async () => {
  const memory = createMemoryPrometheus(series);
  let isTooMuch = true;
  const range = async (promql: string, asked: QueryRange) => {
    if (isTooMuch && promql.includes('monthly')) {
      throw new PrometheusError({ code: 'timeout', problem: 'The query took too long' });
    }
    return memory.range(promql, asked);
  };
  const keeper = createHistoryKeeper({ ...memory, range }, fleet);
  const { failures } = await keeper.update(now);
  expect([...(failures.get('application')?.keys() ?? [])]).toEqual(['past']);
  expect(measuredJobs(keeper.histories)).toEqual(new Set(['hourly']));
  isTooMuch = false;
  expect((await keeper.update(now)).failures.get('application')?.size).toBe(0);
  expect(measuredJobs(keeper.histories)).toEqual(new Set(['hourly', 'monthly']));
});

it('the past of an hourly job is read on its own grid, beside a monthly job', async () => {
  const memory = createMemoryPrometheus(series);
  const steps = new Map<string, number>();
  const range = async (promql: string, asked: QueryRange) => {
    const name = /job_name=~"(\w+)"/.exec(promql)?.[1];
    if (name !== undefined) steps.set(name, asked.stepSeconds);
    return memory.range(promql, asked);
  };
  await createHistoryKeeper({ ...memory, range }, fleet).update(now);
  expect(steps.get('hourly')).toBe(600);
  expect(steps.get('monthly')).toBeGreaterThan(3 * HOUR);
});

it('the past is read in halves if the whole is too much at once', async () => {
  const memory = createMemoryPrometheus(series);
  const range = async (promql: string, asked: QueryRange) => {
    if ((asked.to - asked.from) / asked.stepSeconds > 60 && promql.startsWith('last_over_time')) {
      throw new PrometheusError({ code: 'too-expensive', problem: 'Too many samples' });
    }
    return memory.range(promql, asked);
  };
  const [pieces, whole] = [{ ...memory, range }, memory].map(one =>
    createHistoryKeeper(one, fleet),
  );
  expect((await pieces?.update(now))?.failures.get('application')?.size).toBe(0);
  await whole?.update(now);
  for (const job of fleet.jobs) {
    const [read, expected] = [pieces, whole].map(one => one?.histories[0]?.findFacts(job));
    expect(read).toEqual(expected);
  }
});

it('what one question lacks is read, even if all others were answered completely', async () => {
  const memory = createMemoryPrometheus(series);
  const before = { from: end - 60, to: end - 60 };
  let isBehind = true;
  const samples: typeof memory.samples = (selector, asked) => {
    const lags = isBehind && selector.startsWith('job_execution_total');
    return memory.samples(selector, lags ? { ...asked, to: end - HOUR } : asked);
  };
  const lagging = createHistoryKeeper({ ...memory, samples }, fleet);
  await lagging.update(before);
  isBehind = false;
  await lagging.update(now);
  const whole = createHistoryKeeper(memory, fleet);
  await whole.update(now);
  for (const job of fleet.jobs) {
    const [read, expected] = [lagging, whole].map(one => one.histories[0]?.findFacts(job).runs);
    expect(read).toEqual(expected);
  }
});

it('every run of the hours in which Prometheus could not be queried is known', async () => {
  const memory = createMemoryPrometheus(series);
  const interrupted = createHistoryKeeper(memory, fleet);
  await interrupted.update({ from: end - 5 * HOUR, to: end - 5 * HOUR });
  await interrupted.update(now);
  const whole = createHistoryKeeper(memory, fleet);
  await whole.update(now);
  for (const job of fleet.jobs) {
    const [read, expected] = [interrupted, whole].map(one => one.histories[0]?.findFacts(job).runs);
    expect(read?.filter(({ at }) => at > end - 6 * HOUR)).toEqual(
      expected?.filter(({ at }) => at > end - 6 * HOUR),
    );
  }
});

it('a new process queries again at once if a replica that lags behind answers', async () => {
  const memory = createMemoryPrometheus(series);
  let old = 0;
  const samples: typeof memory.samples = (selector, asked) => {
    const lags = selector.startsWith('job_execution_duration_seconds_count') && old < 2;
    if (lags) old += 1;
    return memory.samples(selector, lags ? { ...asked, to: end - HOUR } : asked);
  };
  const lagging = createHistoryKeeper({ ...memory, samples }, fleet);
  const { lagging: left } = await lagging.update(now);
  const whole = createHistoryKeeper(memory, fleet);
  await whole.update(now);
  expect(left.get('application')?.size).toBe(0);
  for (const job of fleet.jobs) {
    const [read, expected] = [lagging, whole].map(one => one.histories[0]?.findFacts(job));
    expect(read?.durations).toEqual(expected?.durations);
  }
});
