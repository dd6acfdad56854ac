import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JobFacts } from '../../lib/model/facts.ts';
import type { Run, Scenario, SimulatedProcess } from '../../lib/simulator/scenario.ts';
import { listScrapes } from '../../lib/simulator/scrapes.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { readSeries } from './facts.ts';
import { parseOpenMetrics, start } from './raw-series.ts';
import { makeFleet } from './simulated.ts';

const HOUR = 3600;
const from = start - 3 * HOUR;
const to = start + 3 * HOUR;

const [source] = makeFleet(['a: { interval: 1m }']).sources;

/**
 * Processes that Prometheus scrapes before their first run, so that a counter that returns with its
 * old value differs from one that existed all the time.
 */
const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    intervalSeconds: fc.constantFrom(60, 97, 600),
    deaths: fc.array(fc.integer({ min: from + HOUR, max: to }), { maxLength: 3 }),
    awaySeconds: fc.constantFrom(90, 700),
    instances: fc.integer({ min: 1, max: 3 }),
    scrapeSeconds: fc.constantFrom(15, 30, 60),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ intervalSeconds, deaths, awaySeconds, instances, scrapeSeconds, seed }) => ({
    from,
    to,
    scrapeSeconds,
    seed,
    processes: Array.from({ length: instances }, (_, index) => `app:${index}`).flatMap(instance =>
      listLives(deaths, awaySeconds).map(
        (life): SimulatedProcess => ({
          ...life,
          instance,
          upAfterStop: 'down',
          jobs: [
            {
              name: 'a',
              intervalSeconds,
              activeFrom: life.startsAt + 2 * scrapeSeconds,
              startJitterSeconds: 5,
              durationSeconds: (time, run) => 1 + ((time + run) % 7),
              outcome: (_, run) => (run % 5 === 2 ? 'failed' : 'success'),
              items: (_, run) => ({ success: 1 + (run % 3), failed: run % 2 }),
            },
          ],
        }),
      ),
    ),
  }));

function listLives(deaths: readonly number[], awaySeconds: number) {
  const lives: { startsAt: number; stopsAt?: number }[] = [];
  let startsAt = from;
  for (const stopsAt of deaths.toSorted((a, b) => a - b)) {
    if (stopsAt <= startsAt) continue;
    lives.push({ startsAt, stopsAt });
    startsAt = stopsAt + awaySeconds;
  }
  return startsAt < to ? [...lives, { startsAt }] : lives;
}

/** When each run was first seen, by the end of the minute; undefined if no scrape saw it. */
function findSeen(scenario: Scenario, run: Run): number | undefined {
  const life = scenario.processes.find(
    ({ instance, startsAt = from, stopsAt = to + 1 }) =>
      instance === run.instance && startsAt <= run.start && run.end <= stopsAt,
  );
  if (life === undefined) return undefined;
  const seen = listScrapes(scenario, life, to).answered.find(time => time >= run.end);
  return seen === undefined ? undefined : Math.ceil(seen / 60) * 60;
}

type Counts = Record<string, number>;

const after = start - 2 * HOUR;

function countLedger(scenario: Scenario, runs: readonly Run[]): Record<number, Counts> {
  const minutes: Record<number, Counts> = {};
  for (const run of runs) {
    const at = findSeen(scenario, run);
    if (at === undefined || at <= after) continue;
    minutes[at] ??= emptyCounts();
    const counts = minutes[at];
    counts[run.outcome === 'success' ? 'good' : 'bad'] =
      (counts[run.outcome === 'success' ? 'good' : 'bad'] ?? 0) + 1;
    counts.goodItems = (counts.goodItems ?? 0) + (run.items?.success ?? 0);
    counts.badItems = (counts.badItems ?? 0) + (run.items?.failed ?? 0);
    counts.measured = (counts.measured ?? 0) + 1;
    counts.seconds = Math.round(((counts.seconds ?? 0) + run.durationSeconds) * 1e6) / 1e6;
  }
  return minutes;
}

const emptyCounts = (): Counts => ({
  good: 0,
  bad: 0,
  goodItems: 0,
  badItems: 0,
  measured: 0,
  seconds: 0,
});

function countFacts({ runs, items, durations }: JobFacts): Record<number, Counts> {
  const minutes: Record<number, Counts> = {};
  const countsAt = (at: number) => (minutes[at] ??= emptyCounts());
  const add = (at: number, name: string, value: number) => {
    if (at <= after) return;
    const counts = countsAt(at);
    counts[name] = Math.round(((counts[name] ?? 0) + value) * 1e6) / 1e6;
  };
  for (const { at, succeeded, failed } of runs) {
    add(at, 'good', succeeded);
    add(at, 'bad', failed);
  }
  for (const { at, succeeded, failed } of items) {
    add(at, 'goodItems', succeeded);
    add(at, 'badItems', failed);
  }
  for (const { at, low, high, count } of durations) {
    add(at, 'measured', count);
    add(at, 'seconds', ((low + high) / 2) * count);
  }
  return minutes;
}

it('the history contains everything that happened, except what no scrape saw', () => {
  fc.assert(
    fc.property(scenarios, scenario => {
      const { ledger, openMetrics } = simulate(scenario);
      const series = parseOpenMetrics(openMetrics()).filter(
        ({ labels }) => !labels.__name__?.endsWith('_bucket'),
      );
      const history = readSeries(series, source);
      const facts = history.findFacts({ seriesName: 'a', intervalSeconds: 60 });
      expect(countFacts(facts)).toEqual(countLedger(scenario, ledger.runs));
    }),
    {
      numRuns: Number(process.env.RUNS ?? 12),
      seed: Number(process.env.SEED ?? 1),
      endOnFailure: true,
    },
  );
}, 120_000);
