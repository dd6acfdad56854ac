import { expect, it } from 'vitest';
import { createSources } from '../../lib/lambda/read-sources.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus } from '../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../history/raw-series.ts';
import { makeFleet } from '../history/simulated.ts';

const HOUR = 3600;
const end = Date.UTC(2025, 10, 24, 16) / 1000;
const job = { name: 'digest', intervalSeconds: 900, durationSeconds: 20 };
const scenario = {
  from: end - 40 * HOUR,
  to: end + HOUR,
  scrapeSeconds: 60,
  seed: 3,
  processes: [{ instance: 'app:1', startsAt: end - 50 * HOUR, jobs: [job] }],
};
const memory = createMemoryPrometheus(parseOpenMetrics(simulate(scenario).openMetrics()));
const fleet = makeFleet(['digest: { interval: 15m }']);
const limits = { bytes: 1e8, series: 1e5, samples: 1e5 };

it('a new process that finds only old samples of durations judges none for two minutes, and then accepts them', async () => {
  const samples: typeof memory.samples = (selector, asked) => {
    const isOld = selector.startsWith('job_execution_duration_seconds_count');
    return memory.samples(
      selector,
      isOld ? { ...asked, to: Math.min(asked.to, end - HOUR) } : asked,
    );
  };
  const sources = createSources({ prometheus: { ...memory, samples }, fleet, url: '', limits });
  const found: string[][] = [];
  for (const at of [end, end + 60, end + 120]) {
    const { failures } = await sources.read({ from: at, to: at }, 5000);
    found.push(
      [...(failures.get('application') ?? [])].map(([check, { code }]) => `${check} ${code}`),
    );
  }
  expect(found).toEqual([['duration partial'], ['duration partial'], []]);
});

it('a new process judges everything at once if series have never existed', async () => {
  const samples: typeof memory.samples = async (selector, asked) =>
    selector.startsWith('job_queue_size')
      ? { series: [], warnings: [] }
      : memory.samples(selector, asked);
  const sources = createSources({ prometheus: { ...memory, samples }, fleet, url: '', limits });
  expect((await sources.read({ from: end, to: end }, 5000)).failures.size).toBe(0);
});
