import { expect, it } from 'vitest';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Measurement } from '../../lib/model/measurement.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import type { SimulatedProcess } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus, type MemoryPrometheus } from './memory-prometheus.ts';
import { parseOpenMetrics, start } from './raw-series.ts';
import { makeFleet } from './simulated.ts';

const HOUR = 3600;
/** Beyond 34 h, a new history dates a success of an hourly job only to ten minutes. */
const hours = 36;

const jobs = [
  'minutely: { interval: 1m, staleness: { critical: 20h } }',
  'hourly: { interval: 1h, staleness: { critical: 20h } }',
];
const stamped = makeFleet(jobs);
const counted = makeFleet(jobs, 'sources: { app: { preset: jobs, lastSuccess: false } }');

type Life = Readonly<{ diesAt?: number; succeedsUntil?: number; missed?: number }>;

/**
 * An application that is killed or fails permanently, `diesAt` or `succeedsUntil` hours after
 * `start`.
 */
function simulateLife({
  diesAt = hours + 1,
  succeedsUntil = hours,
  missed = 0,
}: Life): MemoryPrometheus {
  const process: SimulatedProcess = {
    instance: 'app:1',
    startsAt: start - 30 * HOUR,
    stopsAt: start + diesAt * HOUR,
    missedScrapes: {
      spans: Array.from({ length: missed }, (_, index) => {
        const from = start + index * HOUR + 600;
        return { from, to: from + 200 };
      }),
    },
    jobs: [60, HOUR].map(intervalSeconds => ({
      name: intervalSeconds === 60 ? 'minutely' : 'hourly',
      intervalSeconds,
      durationSeconds: 5,
      outcome: time => (time < start + succeedsUntil * HOUR ? 'success' : 'failed'),
    })),
  };
  const bystander = { instance: 'app:2', startsAt: start - 30 * HOUR, jobs: [] };
  const { openMetrics } = simulate({
    from: start - 30 * HOUR,
    to: start + hours * HOUR,
    scrapeSeconds: 60,
    seed: 1,
    processes: [process, bystander],
  });
  return createMemoryPrometheus(parseOpenMetrics(openMetrics()));
}

const show = (measurements: readonly Measurement[]) =>
  measurements.map(({ job, metric, value }) => `${job} ${metric} ${value}`).sort();

async function compare(client: MemoryPrometheus, fleet: Fleet): Promise<void> {
  const warm = createHistoryKeeper(client, fleet);
  for (let at = start; at <= start + hours * HOUR; at += 300) {
    client.now = at;
    await warm.update({ from: at, to: at });
    if ((at - start) % (2 * HOUR) !== 0) continue;
    const cold = createHistoryKeeper(client, fleet);
    await cold.update({ from: at, to: at });
    expect(
      show(evaluateFleet(fleet, warm.histories, { at }).measurements),
      `hour ${(at - start) / HOUR}`,
    ).toEqual(show(evaluateFleet(fleet, cold.histories, { at }).measurements));
  }
}

it.each([
  ['whose application is well', {}],
  ['whose application is gone', { diesAt: 3 }],
  ['that fails permanently', { succeedsUntil: 3 }],
  [
    'that fails permanently and whose scrapes are missed now and then',
    { succeedsUntil: 3, missed: 36 },
  ],
])(
  'a history that was kept for long and a new one give the same facts of a job %s',
  async (_, life) => {
    await compare(simulateLife(life), stamped);
  },
);

it.each([
  ['whose application is well', {}],
  ['whose application is gone', { diesAt: 3 }],
  ['that fails permanently', { succeedsUntil: 3 }],
  [
    'that fails permanently and whose scrapes are missed now and then',
    { succeedsUntil: 3, missed: 36 },
  ],
])(
  'without timestamps, a history that was kept for long and a new one give the same facts of a job %s',
  async (_, life) => {
    await compare(simulateLife(life), counted);
  },
);
