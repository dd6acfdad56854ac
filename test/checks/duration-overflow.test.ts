import { afterAll, beforeAll, expect, test } from 'vitest';
import { duration } from '../../lib/checks/duration.ts';
import { deriveAt, queriesOf } from '../../lib/checks/run.ts';
import { readHistory } from '../../lib/prometheus/history.ts';
import { clientOf } from '../faults/environment.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { fleetOf } from './fleet.ts';

const at = Date.parse('2026-11-23T12:00:00Z') / 1000;

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  const job = (name: string, durationSeconds: number) => ({
    name,
    intervalSeconds: 300,
    firstRunAt: at,
    durationSeconds,
  });
  prometheus = await withPrometheus({
    from: at - 7200,
    to: at,
    scrapeSeconds: 30,
    seed: 1,
    processes: [
      { instance: 'app:1', startsAt: at - 7200, jobs: [job('endless', 900), job('quick', 3)] },
    ],
  });
});

afterAll(() => prometheus?.stop());

test('a job whose every run is above the largest bucket is over a limit that equals it', async () => {
  const client = clientOf(prometheus.url);
  const fleet = fleetOf('endless: { interval: 5m }', 'quick: { interval: 5m }');
  const minutes = readHistory(client, queriesOf(duration, fleet), { from: at - 600, to: at });
  for await (const { samples, at: minute } of minutes) {
    const { measurements = [] } = deriveAt(duration, { samples, fleet, at: minute }) ?? {};
    const p95 = measurements.filter(({ metric }) => metric === 'DurationP95Seconds');
    expect(p95.map(({ job, value }) => [job, value])).toEqual([
      ['endless', 600 * 1.001],
      ['quick', expect.closeTo(4.8)],
    ]);
  }
  await client.close();
});
