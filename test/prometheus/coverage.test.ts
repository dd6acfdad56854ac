import { expect, it } from 'vitest';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus } from '../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../history/raw-series.ts';
import { makeFleet } from '../history/simulated.ts';

const end = Date.UTC(2025, 10, 24, 16) / 1000;
const MINUTE = 60;
const HOUR = 3600;

const scenario: Scenario = {
  from: end - 60 * HOUR,
  to: end,
  scrapeSeconds: 60,
  seed: 11,
  processes: [
    {
      instance: 'app:1',
      startsAt: end - 70 * HOUR,
      jobs: [
        { name: 'quick', intervalSeconds: 5 * MINUTE, durationSeconds: 20 },
        { name: 'slow', intervalSeconds: 15 * MINUTE, durationSeconds: 90 },
      ],
    },
  ],
};

const jobs = ['quick: { interval: 5m }', 'slow: { interval: 15m }'];
const others = Array.from({ length: 120 }, (_, index) => `other_${index}: { interval: 1d }`);
const memory = createMemoryPrometheus(parseOpenMetrics(simulate(scenario).openMetrics()));

async function readCold(configured: readonly string[]) {
  const fleet = makeFleet(configured);
  const keeper = createHistoryKeeper(memory, fleet);
  await keeper.update({ from: end, to: end });
  return fleet.jobs.map(job => keeper.histories[0]?.findFacts(job));
}

const spans = [
  ['quick', 0, 13],
  ['slow', 1, 48],
] as const;

it.each(spans)(
  'each run of the %s job of a large fleet is known with its own duration',
  async (...row) => {
    const [, index, hours] = row;
    const small = (await readCold(jobs))[index];
    const large = (await readCold([...jobs, ...others]))[index];
    const since = end - hours * HOUR;
    const recent = (facts: typeof small) => facts?.durations.filter(({ at }) => at > since) ?? [];
    const lengths = (facts: typeof small) => recent(facts).map(({ low, high }) => [low, high]);
    expect(lengths(small).length).toBeGreaterThan(100);
    expect(lengths(large)).toEqual(lengths(small));
    expect(recent(large).every(({ count }) => count === 1)).toBe(true);
  },
);
