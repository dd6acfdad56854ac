import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus } from '../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../history/raw-series.ts';
import { makeFleet } from '../history/simulated.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { closeClients, openClient } from './asking.ts';
import { connectionTo } from './server.ts';

/** 2025-11-24T16:00:00Z, Unix seconds. */
const end = 1_764_000_000;
const HOUR = 3600;

const scenario: Scenario = {
  from: end - 30 * HOUR,
  to: end,
  scrapeSeconds: 30,
  seed: 4,
  processes: [
    { startsAt: end - 90 * HOUR, stopsAt: end - 5 * HOUR },
    { startsAt: end - 5 * HOUR + 40 },
  ].map(life => ({
    ...life,
    instance: 'app:1',
    jobs: [
      {
        name: 'minutely',
        intervalSeconds: 60,
        durationSeconds: time => 5 + (time % 400),
        outcome: time => (time > end - 2 * HOUR ? 'failed' : 'success'),
        items: { success: 3, failed: 1 },
        queue: time => Math.round(((time / HOUR) % 1) * 400),
      },
      {
        name: 'nightly "job"',
        intervalSeconds: 24 * HOUR,
        firstRunAt: end - 7 * HOUR,
        durationSeconds: 900,
      },
    ],
  })),
};

const fleet = makeFleet([
  'minutely: { interval: 1m }',
  '"nightly \\"job\\"": { schedule: "0 9 * * *" }',
]);

let server: PrometheusWithHistory;
let client: Prometheus;

beforeAll(async () => {
  server = await withPrometheus(scenario);
  client = openClient(connectionTo(server.url));
});

afterAll(async () => {
  await closeClients();
  await server?.stop();
});

const parse = () => parseOpenMetrics(simulate(scenario).openMetrics());

describe('a real Prometheus', () => {
  it('returns every sample as it was written', async () => {
    const span = { from: end - HOUR, to: end };
    const { series } = await client.samples('job_execution_total{job_name="minutely"}', span);
    const memory = createMemoryPrometheus(parse());
    const expected = await memory.samples('job_execution_total{job_name="minutely"}', span);
    const sort = (list: typeof series) =>
      list.toSorted((a, b) => (a.labels.status ?? '').localeCompare(b.labels.status ?? ''));
    expect(sort(series)).toEqual(sort(expected.series));
  });

  it('gives a history that matches the samples', async () => {
    const span = { from: end - 2 * HOUR, to: end };
    const [live, memory] = [client, createMemoryPrometheus(parse())].map(one =>
      createHistoryKeeper(one, fleet),
    );
    expect((await live?.update(span))?.failures.get('application')?.size).toBe(0);
    await memory?.update(span);
    for (let at = span.from; at <= end; at += 300) {
      const { measurements } = evaluateFleet(fleet, live?.histories ?? [], { at });
      expect(measurements).toEqual(
        evaluateFleet(fleet, memory?.histories ?? [], { at }).measurements,
      );
      expect(measurements.length).toBeGreaterThan(10);
    }
  });

  it('gives the same if each query may only cover little', async () => {
    const span = { from: end - HOUR, to: end };
    const small = openClient(connectionTo(server.url), { maximumBytes: 200_000 });
    const [whole, pieces] = [client, small].map(one => createHistoryKeeper(one, fleet));
    await whole?.update(span);
    expect((await pieces?.update(span))?.failures.get('application')?.size).toBe(0);
    expect(evaluateFleet(fleet, pieces?.histories ?? [], { at: end })).toEqual(
      evaluateFleet(fleet, whole?.histories ?? [], { at: end }),
    );
  });
});
